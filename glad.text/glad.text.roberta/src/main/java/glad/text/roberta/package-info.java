/** The layer that text encoders of BERT's family are made of. */
@Export
@Version("0.1.0")
package glad.text.roberta;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
