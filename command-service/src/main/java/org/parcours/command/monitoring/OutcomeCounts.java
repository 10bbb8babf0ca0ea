package org.parcours.command.monitoring;

/** @param late those of {@code recorded} that are late */
public record OutcomeCounts(
        long recorded, long duplicate, long unsupported, long rejected, long unavailable, long late) {

    public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0);

    static OutcomeCounts of(ProcessedMessage message) {
        return switch (message.outcome()) {
            case RECORDED -> new OutcomeCounts(1, 0, 0, 0, 0, message.late() ? 1 : 0);
            case DUPLICATE -> new OutcomeCounts(0, 1, 0, 0, 0, 0);
            case UNSUPPORTED -> new OutcomeCounts(0, 0, 1, 0, 0, 0);
            case REJECTED -> new OutcomeCounts(0, 0, 0, 1, 0, 0);
            case UNAVAILABLE -> new OutcomeCounts(0, 0, 0, 0, 1, 0);
        };
    }

    public OutcomeCounts plus(OutcomeCounts other) {
        return new OutcomeCounts(
                recorded + other.recorded,
                duplicate + other.duplicate,
                unsupported + other.unsupported,
                rejected + other.rejected,
                unavailable + other.unavailable,
                late + other.late);
    }

    public long messages() {
        return recorded + duplicate + unsupported + rejected + unavailable;
    }
}
