/** Whether the native library computes rightly on this processor: known answers, and what the processor is. */
@Export
@Version("0.1.0")
package glad.nn.numbers;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
