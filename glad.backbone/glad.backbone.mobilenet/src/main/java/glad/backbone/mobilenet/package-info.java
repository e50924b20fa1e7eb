/** The pretrained MobileNetV2 as a layer of other backbones. */
@Export
@Version("0.1.0")
package glad.backbone.mobilenet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
