package glad.diffusion.sd.internal;

import glad.api.GladId;
import glad.api.model.DiffusionFactory;
import glad.api.options.OptionSchema;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Stable Diffusion 1.5 with a consistency schedule. */
@GladId("sd15-lcm")
@Component(service = DiffusionFactory.class)
public final class Sd15LcmFactory extends SdLcmFactory {

    @Override
    public OptionSchema options() {
        return super.options().withDefaults(Map.of(
                "unet_channels", List.of(320L, 640L, 1280L, 1280L),
                "unet_layers", 2,
                "heads", 8,
                "groups", 32,
                "text_width", 768,
                "vae_channels", List.of(128L, 256L, 512L, 512L),
                "vae_layers", 2,
                "vae_groups", 32));
    }
}
