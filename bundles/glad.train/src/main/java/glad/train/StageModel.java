package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.train.Followed;
import glad.api.train.SeenPairs;
import glad.api.train.TrainingModel;
import glad.runtime.FramePass;
import glad.runtime.Model;
import glad.runtime.ModelInputs;
import glad.runtime.PartKind;
import glad.runtime.StageTimes;
import glad.runtime.TargetState;
import glad.runtime.TrackerPass;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** A composed model as training stages see it. */
final class StageModel implements TrainingModel {

    private final Model model;
    private final int atOnce;
    private final StageTimes times = new StageTimes();
    private Set<PartKind> frozen = Set.of();
    private TrackerPass pass;

    StageModel(Model model) {
        this(model, Integer.MAX_VALUE);
    }

    /** @param piece the most examples that a batch's pieces have */
    StageModel(Model model, int piece) {
        this.model = model;
        atOnce = Math.min(TrainingModel.super.atOnce(), piece);
        pass = model.pass();
    }

    /** Says which parts no gradient has to pass. */
    void freeze(Set<PartKind> kinds) {
        frozen = kinds;
        pass = model.pass().keeping(kinds);
    }

    @Override
    public TextEncoder text() {
        return model.text();
    }

    @Override
    public Diffusion diffusion() {
        return model.diffusion();
    }

    @Override
    public Backbone backbone() {
        return model.backbone();
    }

    @Override
    public Fusion fusion() {
        return model.fusion();
    }

    @Override
    public Head head() {
        return model.head();
    }

    @Override
    public List<Parameter> parameters(String kind) {
        return model.parameters(PartKind.of(kind));
    }

    @Override
    public void mode(Mode mode) {
        model.mode(mode);
    }

    @Override
    public void train() {
        model.train(frozen);
    }

    @Override
    public NDManager manager() {
        return model.manager();
    }

    @Override
    public int atOnce() {
        return atOnce;
    }

    @Override
    public NDArray images(List<Image> images, NDManager scope) {
        return ModelInputs.images(scope, images.toArray(Image[]::new));
    }

    @Override
    public DiffusionNoise noise(int count, Random random, NDManager scope) {
        return ModelInputs.noise(scope, random, model.diffusion().noiseShape(), count);
    }

    @Override
    public Prediction predict(List<TrainingPair> pairs, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        NDArray search = images(pairs.stream().map(TrainingPair::search).toList(), scope);
        return pass.predict(target(pairs, sentences, noise, scope), search, null, times);
    }

    @Override
    public SeenPairs see(List<TrainingPair> pairs, NDManager scope) {
        NDArray search = images(pairs.stream().map(TrainingPair::search).toList(), scope);
        FramePass frame = pass.step(target(pairs, null, null, scope), pass.start(pairs.size(), scope), search, null, times);
        return new SeenPairs(frame.seen(), frame.prediction().score());
    }

    @Override
    public NDArray evidence(Tokens seen, List<String> sentences, NDManager scope) {
        return pass.evidence(seen, model.text().encode(sentences, scope), model.nullText(), scope);
    }

    @Override
    public TextFeatures read(List<TrainingPair> pairs, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        return pass.read(template(pairs.stream().map(pair -> pair.templates().get(0)).toList(), scope), model.text().encode(sentences, scope),
                model.nullText(), noise, scope);
    }

    @Override
    public NDArray evidence(Tokens seen, TextFeatures read, NDManager scope) {
        return pass.evidence(seen, read, scope);
    }

    @Override
    public Followed follow(List<TrainingPair> clips, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        int length = number(clips, "search regions", clip -> clip.searches().size());
        TargetState target = target(clips, sentences, noise, scope);
        List<NDArray> searches = IntStream.range(0, length)
                .mapToObj(i -> images(clips.stream().map(clip -> clip.searches().get(i).image()).toList(), scope)).toList();
        Prediction found = pass.follow(target, searches, times);
        return new Followed(found, model.memory().confidence(found), target.words().probability());
    }

    private TargetState target(List<TrainingPair> clips, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        int count = number(clips, "templates", clip -> clip.templates().size());
        if (count > model.backbone().templates()) {
            throw GladException.usage("clips have \"" + count + "\" templates, but the backbone looks at " + model.backbone().templates()
                    + "; set training.sampling.templates, or option templates of procedural pairs, or choose a backbone that looks at more");
        }
        List<Template> templates = IntStream.range(0, count).mapToObj(i -> template(clips.stream().map(clip -> clip.templates().get(i)).toList(),
                scope)).toList();
        if (sentences == null) {
            return pass.target(templates);
        }
        TextFeatures text = model.text().encode(sentences, scope);
        return noise == null && model.diffusion().noiseShape() != null ? pass.target(templates, text, model.nullText())
                : pass.target(templates, text, model.nullText(), noise, times);
    }

    private static int number(List<TrainingPair> clips, String what, ToIntFunction<TrainingPair> number) {
        int[] numbers = clips.stream().mapToInt(number).distinct().toArray();
        if (numbers.length > 1) {
            throw GladException.usage("clips of a batch have " + numbers[0] + " and " + numbers[1] + " " + what
                    + "; expected as many in all of them: let all training.data give clips of one kind");
        }
        return numbers[0];
    }

    private Template template(List<Shot> shots, NDManager scope) {
        float[] values = new float[shots.size() * 4];
        for (int i = 0; i < shots.size(); i++) {
            Box box = shots.get(i).box();
            values[4 * i] = (float) box.cx();
            values[4 * i + 1] = (float) box.cy();
            values[4 * i + 2] = (float) box.w();
            values[4 * i + 3] = (float) box.h();
        }
        return new Template(images(shots.stream().map(Shot::image).toList(), scope), scope.create(values, new Shape(shots.size(), 4)));
    }
}
