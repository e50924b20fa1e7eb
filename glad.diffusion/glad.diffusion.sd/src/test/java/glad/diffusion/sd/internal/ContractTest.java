package glad.diffusion.sd.internal;

import glad.api.model.DiffusionFactory;
import glad.testing.DiffusionContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Latent extends DiffusionContract {

        @Override
        protected DiffusionFactory factory() {
            return new SdLcmFactory();
        }

        @Override
        protected String options() {
            return "unet_channels: [20, 40, 40, 40], heads: 4, groups: 10, vae_channels: [8, 16, 16, 16], vae_layers: 2, vae_groups: 4";
        }
    }
}
