package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.jobs.JobQueue;
import glad.kit.plugins.Diagnosis;
import glad.kit.plugins.Plugins;
import glad.runtime.PartInfo;
import glad.runtime.Registries;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.plugins.DiagVerb;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why something isn't running. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=why")
@Command(name = "why", description = "Say in one sentence why a job or a bundle isn't running, or why a part can't be had.")
public final class WhyVerb extends ShellCommand {

    private final JobQueue queue;
    private final Registries registries;
    private final Plugins plugins;
    private final Diagnosis diagnosis;

    @Parameters(paramLabel = JobTexts.JOB, description = "Which job, the id of which part, or the name of which bundle.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public WhyVerb(@Reference JobQueue queue, @Reference Registries registries, @Reference Plugins plugins,
            @Reference Diagnosis diagnosis) {
        this.queue = queue;
        this.diagnosis = diagnosis;
        this.registries = registries;
        this.plugins = plugins;
    }

    @Override
    protected Result run() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        if (queue.ids().contains(id)) {
            Result job = JobTexts.now(queue, id);
            return new Result(json.put("why", job.text()), job.text());
        }
        List<Bundle> bundles = diagnosis.bundles(id);
        if (!bundles.isEmpty()) {
            String text = DiagVerb.sentence(diagnosis, bundles.get(0));
            return new Result(json.put("why", text), text);
        }
        List<PartInfo> parts = registries.parts().list();
        String text = parts.stream().filter(part -> part.id().equals(id)).findFirst()
                .map(part -> id + " is there: bundle " + part.provider() + " offers it")
                .orElseGet(() -> plugins.problems().stream().filter(problem -> problem.contains(id)).findFirst()
                        .orElseThrow(() -> GladException.usage(Names.unknown("job, part or bundle", id, new TreeSet<>(Stream.concat(queue.ids().stream(),
                                parts.stream().map(PartInfo::id)).toList())))));
        return new Result(json.put("why", text), text);
    }
}
