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
import org.parcours.command.monitoring.ActivityBucket.BucketSize;

/** The usual silence of an application at an hour of the week. */
class SilenceBaselineTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** The start of every history: a Monday. Clocks change on 25 October. */
    private static final ZonedDateTime START = ZonedDateTime.of(2026, 10, 5, 0, 0, 0, 0, PARIS);

    @Test
    void an_application_that_always_sends_has_a_short_baseline() {
        List<ActivityBucket> hours = history(_ -> true, 35, Duration.ofMinutes(2));

        assertThat(usualSilence(hours, at(34, 15)))
                .hasValueSatisfying(silence -> assertThat(silence).isLessThan(Duration.ofMinutes(5)));
    }

    @Test
    void an_application_that_pauses_at_night_has_a_long_baseline_at_night_and_a_short_one_by_day() {
        List<ActivityBucket> hours =
                history(hour -> hour.getHour() >= 7 && hour.getHour() < 19, 35, Duration.ofMinutes(3));

        assertThat(usualSilence(hours, at(34, 2)).orElseThrow()).isGreaterThan(Duration.ofHours(11));
        assertThat(usualSilence(hours, at(34, 14)).orElseThrow()).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void an_application_that_pauses_on_sundays_has_a_long_baseline_on_sundays() {
        List<ActivityBucket> hours =
                history(hour -> hour.getDayOfWeek() != DayOfWeek.SUNDAY, 34, Duration.ofMinutes(10));

        assertThat(usualSilence(hours, at(34, 15)))
                .as("Sunday 8 November")
                .hasValueSatisfying(silence -> assertThat(silence).isGreaterThan(Duration.ofHours(23)));
        assertThat(usualSilence(hours, at(33, 15)).orElseThrow()).isLessThan(Duration.ofMinutes(20));
    }

    @Test
    void an_outage_of_last_week_lengthens_the_baseline() {
        Instant outageStart = at(27, 13).toInstant();
        List<ActivityBucket> hours = history(
                hour -> hour.toInstant().isBefore(outageStart)
                        || hour.toInstant().isAfter(outageStart.plus(Duration.ofHours(5))),
                35,
                Duration.ofMinutes(2));

        assertThat(usualSilence(hours, at(34, 15)).orElseThrow()).isGreaterThan(Duration.ofHours(4));
    }

    @Test
    void a_new_application_has_no_baseline_before_a_week() {
        assertThat(usualSilence(history(_ -> true, 6, Duration.ofMinutes(2)), at(6, 15)))
                .isEmpty();
        assertThat(usualSilence(
                        history(
                                hour -> hour.getHour() == 8 && hour.getDayOfMonth() % 3 == 0,
                                20,
                                Duration.ofMinutes(2)),
                        at(20, 15)))
                .as("too few hours with messages")
                .isEmpty();
        assertThat(usualSilence(List.of(), at(1, 1))).isEmpty();
    }

    private static Optional<Duration> usualSilence(List<ActivityBucket> hours, ZonedDateTime now) {
        return SilenceBaseline.usualSilence(hours, now.toInstant(), PARIS);
    }

    private static ZonedDateTime at(int day, int hour) {
        return START.plusDays(day).withHour(hour).withMinute(30);
    }

    /** The hours in which the application sent messages; the gap is the longest silence within each. */
    private static List<ActivityBucket> history(Predicate<ZonedDateTime> isActive, int days, Duration gap) {
        List<ActivityBucket> hours = new ArrayList<>();
        for (Instant hour = START.toInstant();
                hour.isBefore(START.plusDays(days).toInstant());
                hour = hour.plus(Duration.ofHours(1))) {
            if (isActive.test(hour.atZone(PARIS))) {
                hours.add(new ActivityBucket(
                        "LAB",
                        "hl7v2",
                        BucketSize.HOUR,
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
