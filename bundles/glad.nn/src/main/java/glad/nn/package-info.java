/** Blocks of networks: layers that own parameters by state-dict name, and TorchScript kernels that do the arithmetic. */
@Export
@Version("0.1.0")
package glad.nn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
