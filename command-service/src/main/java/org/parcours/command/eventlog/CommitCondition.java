package org.parcours.command.eventlog;

/**
 * What must still hold when a commit is written: <em>no event matches the criteria at a position greater than
 * {@code after}</em>. {@code after} is the position up to which the decision has seen the log; 0 for none of it.
 */
public record CommitCondition(Criteria criteria, long afterPosition) {

    public CommitCondition {
        if (afterPosition < 0) {
            throw new IllegalArgumentException("A position is 0 or more: " + afterPosition);
        }
    }

    public static CommitCondition none() {
        return new CommitCondition(Criteria.matchNone(), 0);
    }
}
