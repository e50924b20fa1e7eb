/** What readers of datasets on disk share: files of boxes, flags and sentences, and sequences made of them. */
@Export
@Version("0.1.0")
package glad.datasets.files;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
