package org.parcours.command.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.parcours.command.monitoring.ActivityBucket.Size;

/** How long an application is used to be silent at this hour of the week. */
class SilenceBaselineTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** A Monday, four weeks and a day after the history begins. Clocks changed on 25 October. */
    private static final ZonedDateTime BEGIN = ZonedDateTime.of(2026, 10, 5, 0, 0, 0, 0, PARIS);

    @Test
    void one_that_talks_all_the_time_is_missed_soon() {
        List<ActivityBucket> hours = history(_ -> true, 35, Duration.ofMinutes(2));

        assertThat(usual(hours, at(34, 15)))
                .hasValueSatisfying(usual -> assertThat(usual).isLessThan(Duration.ofMinutes(5)));
    }

    @Test
    void one_that_rests_at_night_is_not_missed_at_night_and_soon_by_day() {
        List<ActivityBucket> hours =
                history(hour -> hour.getHour() >= 7 && hour.getHour() < 19, 35, Duration.ofMinutes(3));

        assertThat(usual(hours, at(34, 2)).orElseThrow()).isGreaterThan(Duration.ofHours(11));
        assertThat(usual(hours, at(34, 14)).orElseThrow()).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void one_that_rests_on_sundays_is_not_missed_on_a_sunday() {
        List<ActivityBucket> hours =
                history(hour -> hour.getDayOfWeek() != DayOfWeek.SUNDAY, 34, Duration.ofMinutes(10));

        assertThat(usual(hours, at(34, 15))).as("Sunday 8 November").hasValueSatisfying(usual -> assertThat(usual)
                .isGreaterThan(Duration.ofHours(23)));
        assertThat(usual(hours, at(33, 15)).orElseThrow()).isLessThan(Duration.ofMinutes(20));
    }

    @Test
    void an_outage_of_last_week_is_known_and_makes_patient() {
        Instant broken = at(27, 13).toInstant();
        List<ActivityBucket> hours = history(
                hour -> hour.toInstant().isBefore(broken) || hour.toInstant().isAfter(broken.plus(Duration.ofHours(5))),
                35,
                Duration.ofMinutes(2));

        assertThat(usual(hours, at(34, 15)).orElseThrow()).isGreaterThan(Duration.ofHours(4));
    }

    @Test
    void of_a_newcomer_nothing_is_said_before_a_week() {
        assertThat(usual(history(_ -> true, 6, Duration.ofMinutes(2)), at(6, 15)))
                .isEmpty();
        assertThat(usual(
                        history(
                                hour -> hour.getHour() == 8 && hour.getDayOfMonth() % 3 == 0,
                                20,
                                Duration.ofMinutes(2)),
                        at(20, 15)))
                .as("heard in too few hours")
                .isEmpty();
        assertThat(usual(List.of(), at(1, 1))).isEmpty();
    }

    private static Optional<Duration> usual(List<ActivityBucket> hours, ZonedDateTime now) {
        return SilenceBaseline.usualSilence(hours, now.toInstant(), PARIS);
    }

    private static ZonedDateTime at(int day, int hour) {
        return BEGIN.plusDays(day).withHour(hour).withMinute(30);
    }

    /** Hours in which it talked, every so often. */
    private static List<ActivityBucket> history(Predicate<ZonedDateTime> talks, int days, Duration gap) {
        List<ActivityBucket> hours = new ArrayList<>();
        for (Instant hour = BEGIN.toInstant();
                hour.isBefore(BEGIN.plusDays(days).toInstant());
                hour = hour.plus(Duration.ofHours(1))) {
            if (talks.test(hour.atZone(PARIS))) {
                hours.add(new ActivityBucket(
                        "LAB",
                        "hl7v2",
                        Size.HOUR,
                        hour,
                        new OutcomeCounts(20, 0, 0, 0, 0, 0),
                        hour.plusSeconds(30),
                        hour.plus(Duration.ofMinutes(59)),
                        gap));
            }
        }
        return hours;
    }
}
