/** What an entry of the user's {@code trackers.yaml} may be: a kind of tracker is a service that reads its entries. */
@Export
@Version("1.0.0")
package glad.trackers;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
