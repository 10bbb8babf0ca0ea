package org.parcours.command.eventlog;

/**
 * The condition of an append: <em>no event at a position greater than {@code afterPosition} matches the criteria</em>.
 *
 * @param afterPosition the position up to which the decision has read the log; 0: nothing
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
