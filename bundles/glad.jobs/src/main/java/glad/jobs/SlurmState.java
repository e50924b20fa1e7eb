package glad.jobs;

import java.util.Arrays;
import java.util.Optional;

/** What Slurm says of a job or a task of an array: the codes of {@code squeue}, all that its manual lists. */
enum SlurmState {
    BOOT_FAIL("BF"), CANCELLED("CA"), COMPLETED("CD"), CONFIGURING("CF"), COMPLETING("CG"), DEADLINE("DL"), FAILED("F"), NODE_FAIL("NF"),
    OUT_OF_MEMORY("OOM"), PENDING("PD"), PREEMPTED("PR"), RUNNING("R"), RESV_DEL_HOLD("RD"), REQUEUE_FED("RF"), REQUEUE_HOLD("RH"), REQUEUED("RQ"),
    RESIZING("RS"), REVOKED("RV"), SIGNALING("SI"), SPECIAL_EXIT("SE"), STAGE_OUT("SO"), STOPPED("ST"), SUSPENDED("S"), TIMEOUT("TO");

    private final String code;

    SlurmState(String code) {
        this.code = code;
    }

    /**
     * Returns what people are told. A code that isn't known counts as a worker that may run still: nothing is concluded from it.
     *
     * @param reason as Slurm gives it; {@code None} for none
     */
    static String told(String code, String reason) {
        Optional<SlurmState> known = Arrays.stream(values()).filter(state -> state.code.equals(code)).findFirst();
        String name = known.map(Enum::name).orElse("unknown state \"" + code + "\", taken as running");
        return reason.isBlank() || reason.equals("None") ? name : name + " (" + reason + ")";
    }
}
