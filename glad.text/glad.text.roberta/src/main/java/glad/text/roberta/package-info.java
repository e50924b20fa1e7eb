/** Text encoders of BERT's family. */
@Export
@Version("0.1.0")
package glad.text.roberta;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
