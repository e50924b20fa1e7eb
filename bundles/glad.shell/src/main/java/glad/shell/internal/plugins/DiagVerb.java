package glad.shell.internal.plugins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.kit.plugins.Diagnosis;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what keeps bundles and components from running. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=diag")
@Command(name = "diag", description = "Say what bundles lack that don't run, and for which services components wait; of all bundles, or of one.")
public final class DiagVerb extends ShellCommand {

    /** The label of parameters that are completed from the names of bundles. */
    public static final String BUNDLE = "BUNDLE";

    private final Diagnosis diagnosis;

    @Parameters(paramLabel = BUNDLE, arity = "0..1", description = "Its name, or its number.")
    private String wanted;

    /** Made by the component runtime. */
    @Activate
    public DiagVerb(@Reference Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    @Override
    protected Result run() {
        List<Bundle> all = diagnosis.bundles();
        List<Bundle> asked = wanted == null ? all : diagnosis.bundles(wanted);
        if (asked.isEmpty()) {
            throw GladException.usage(Names.unknown("bundle", wanted, all.stream().map(Bundle::getSymbolicName).toList()));
        }
        List<Bundle> told = wanted == null ? asked.stream().filter(bundle -> diagnosis.problem(bundle).isPresent()).toList() : asked;
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("bundles", all.size());
        json.putArray("told");
        told.forEach(bundle -> json.withArray("told").addObject().put("bundle", bundle.getSymbolicName()).put("number", bundle.getBundleId())
                .put("version", bundle.getVersion().toString()).put("runs", diagnosis.runs(bundle)).put("problem", diagnosis.problem(bundle).orElse("")));
        return new Result(json, told.isEmpty() ? "nothing keeps any of the " + all.size() + " bundles and their components from running"
                : told.stream().map(bundle -> sentence(diagnosis, bundle)).collect(Collectors.joining(System.lineSeparator())));
    }

    /** Returns how a bundle does in one sentence. */
    public static String sentence(Diagnosis diagnosis, Bundle bundle) {
        return "bundle " + bundle.getSymbolicName() + " (" + bundle.getBundleId() + ") " + diagnosis.problem(bundle)
                .orElse(diagnosis.runs(bundle) ? "runs, and all its components have what they need" : "isn't started; nothing that it needs is missing");
    }
}
