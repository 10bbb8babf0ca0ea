package org.parcours.events;

/** The smallest unit that a reported time states (rule 10); nothing is shown more precisely. */
public enum TimePrecision {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND;

    /** Whether the time of day is known. */
    public boolean hasTimeOfDay() {
        return compareTo(HOUR) >= 0;
    }
}
