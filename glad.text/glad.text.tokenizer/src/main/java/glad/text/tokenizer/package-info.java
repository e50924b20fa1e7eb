/** Tokenizers: sentences to the ids of a text encoder's vocabulary. */
@Export
@Version("0.1.0")
package glad.text.tokenizer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
