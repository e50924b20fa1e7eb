package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.Image;
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
import glad.api.train.TrainingModel;
import glad.runtime.Model;
import glad.runtime.ModelInputs;
import glad.runtime.PartKind;
import glad.runtime.StageTimes;
import glad.runtime.TargetState;
import glad.runtime.TrackerPass;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A composed model as training stages see it. */
final class StageModel implements TrainingModel {

    private final Model model;
    private final StageTimes times = new StageTimes();
    private Set<PartKind> frozen = Set.of();
    private TrackerPass pass;

    StageModel(Model model) {
        this.model = model;
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
    public NDArray images(List<Image> images, NDManager scope) {
        return ModelInputs.images(scope, images.toArray(Image[]::new));
    }

    @Override
    public DiffusionNoise noise(int count, Random random, NDManager scope) {
        return ModelInputs.noise(scope, random, model.diffusion().noiseShape(), count);
    }

    @Override
    public Prediction predict(List<TrainingPair> pairs, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        NDArray image = images(pairs.stream().map(TrainingPair::template).toList(), scope);
        NDArray search = images(pairs.stream().map(TrainingPair::search).toList(), scope);
        Template template = new Template(image, boxes(scope, pairs));
        return pass.predict(target(template, sentences, noise, scope), search, null, times);
    }

    private TargetState target(Template template, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        if (sentences == null) {
            return pass.target(template);
        }
        TextFeatures text = model.text().encode(sentences, scope);
        return noise == null && model.diffusion().noiseShape() != null ? pass.target(template, text, model.nullText())
                : pass.target(template, text, model.nullText(), noise, times);
    }

    private static NDArray boxes(NDManager scope, List<TrainingPair> pairs) {
        float[] values = new float[pairs.size() * 4];
        for (int i = 0; i < pairs.size(); i++) {
            Box box = pairs.get(i).templateBox();
            values[4 * i] = (float) box.cx();
            values[4 * i + 1] = (float) box.cy();
            values[4 * i + 2] = (float) box.w();
            values[4 * i + 3] = (float) box.h();
        }
        return scope.create(values, new Shape(pairs.size(), 4));
    }
}
