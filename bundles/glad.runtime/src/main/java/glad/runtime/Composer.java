package glad.runtime;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionFactory;
import glad.api.model.Fusion;
import glad.api.model.FusionFactory;
import glad.api.model.Head;
import glad.api.model.HeadFactory;
import glad.api.model.Mode;
import glad.api.model.Part;
import glad.api.model.PartContext;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.api.model.TargetMemory;
import glad.api.model.TargetMemoryFactory;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.Options;
import glad.nn.CompiledKernels;
import glad.nn.Torch;
import glad.nn.numbers.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Composes models from the parts that can be had now. */
@Component(service = Composer.class)
public final class Composer implements AutoCloseable {

    private final Parts parts;
    private final Optional<Numbers> numbers;
    private final CompiledKernels kernels = new CompiledKernels();

    /** Makes a composer that takes its parts from a registry, and trusts the native library. */
    public Composer(Parts parts) {
        this.parts = parts;
        this.numbers = Optional.empty();
    }

    /** Makes a composer that takes its parts from a registry, and refuses to compute with operators that are wrong. */
    @Activate
    public Composer(@Reference Parts parts, @Reference Numbers numbers) {
        this.parts = parts;
        this.numbers = Optional.of(numbers);
    }

    /**
     * Refuses what the native library would compute wrongly. On a GPU other routines compute, which aren't tested.
     *
     * @throws GladException (failure) naming operators and what helps, if some that a model needs there are wrong
     */
    public void check(Placement placement, Mode mode) {
        verdict(placement).ifPresent(verdict -> placement.precision().used().forEach(precision -> verdict.require(precision, mode)));
    }

    /** Returns what is known of the native library's numbers; empty on a GPU, and if this composer trusts it. */
    public Optional<Verdict> verdict(Placement placement) {
        return placement.device().isGpu() ? Optional.empty() : numbers.map(Numbers::verdict);
    }

    /**
     * Makes a model with initial (seeded random) parameters. Every part learns the shapes of those made before it, in
     * the order of {@link PartKind}. If one can't be made, those made before it are closed.
     *
     * @throws GladException (usage) if an id or an option is unknown, or the parts don't fit together; (failure) if the native
     *     library would compute wrongly, see {@link #check}
     */
    public Model compose(ModelSpec spec, Placement placement) {
        if (spec.templateSize() < 1 || spec.searchSize() < 2 || spec.searchSize() % 2 != 0) {
            throw GladException.usage("template size " + spec.templateSize() + " and search size " + spec.searchSize()
                    + " don't fit; expected a positive template and an even search size");
        }
        check(placement, Mode.INFER);
        NDManager manager = Torch.manager(placement.device());
        manager.setName("model");
        Deque<Part> made = new ArrayDeque<>();
        try {
            int template = spec.templateSize();
            int search = spec.searchSize();
            PartInputs inputs = new PartInputs(template, search, 0, 0, List.of(), 0, 0, 0, 0);
            TextEncoder text = add(made, make(TextEncoderFactory.class, PartKind.TEXT, spec, inputs, manager, placement));
            inputs = new PartInputs(template, search, text.width(), text.length(), List.of(), 0, 0, 0, 0);
            Diffusion diffusion = add(made, make(DiffusionFactory.class, PartKind.DIFFUSION, spec, inputs, manager, placement));
            List<Shape> maps = List.copyOf(diffusion.featureMaps());
            inputs = new PartInputs(template, search, text.width(), text.length(), maps, 0, 0, 0, 0);
            Backbone backbone = add(made, make(BackboneFactory.class, PartKind.BACKBONE, spec, inputs, manager, placement));
            inputs = new PartInputs(template, search, text.width(), text.length(), maps, backbone.width(),
                    backbone.searchSide(), backbone.templateSide(), backbone.detailWidth(), backbone.templates());
            Fusion fusion = add(made, make(FusionFactory.class, PartKind.FUSION, spec, inputs, manager, placement));
            WordGuidance words = add(made, make(WordGuidanceFactory.class, PartKind.WORDS, spec, inputs, manager, placement));
            TargetMemory memory = add(made, make(TargetMemoryFactory.class, PartKind.MEMORY, spec, inputs, manager, placement));
            Head head = add(made, make(HeadFactory.class, PartKind.HEAD, spec, inputs, manager, placement));
            return new Model(spec, placement, manager, text, diffusion, backbone, fusion, words, memory, head);
        } catch (RuntimeException | Error e) {
            made.descendingIterator().forEachRemaining(Part::close);
            manager.close();
            throw e;
        }
    }

    /** Frees what is kept for the next model; models that are in use stay as they are. */
    @Deactivate
    @Override
    public void close() {
        kernels.close();
    }

    private static <P extends Part> P add(Deque<Part> made, P part) {
        made.add(part);
        return part;
    }

    private <P extends Part, F extends PartFactory<P>> P make(
            Class<F> service, PartKind kind, ModelSpec spec, PartInputs inputs, NDManager manager, Placement placement) {
        PartSpec part = spec.part(kind);
        F factory = service.cast(parts.factory(kind, part.id()));
        Options options = factory.options().read(kind.label() + " \"" + part.id() + "\"", part.options());
        return factory.create(options, inputs, new PartContext(manager, placement.precision().part(kind), placement.seed(), kernels));
    }
}
