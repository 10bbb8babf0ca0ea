package org.parcours.command.activity;

/**
 * Messages by what came of them.
 *
 * @param late of those recorded
 */
public record Counts(long recorded, long duplicate, long kept, long refused, long unavailable, long late) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(Heard heard) {
        return switch (heard.outcome()) {
            case RECORDED -> new Counts(1, 0, 0, 0, 0, heard.late() ? 1 : 0);
            case DUPLICATE -> new Counts(0, 1, 0, 0, 0, 0);
            case KEPT -> new Counts(0, 0, 1, 0, 0, 0);
            case REFUSED -> new Counts(0, 0, 0, 1, 0, 0);
            case UNAVAILABLE -> new Counts(0, 0, 0, 0, 1, 0);
        };
    }

    public Counts plus(Counts other) {
        return new Counts(
                recorded + other.recorded,
                duplicate + other.duplicate,
                kept + other.kept,
                refused + other.refused,
                unavailable + other.unavailable,
                late + other.late);
    }

    public long messages() {
        return recorded + duplicate + kept + refused + unavailable;
    }
}
