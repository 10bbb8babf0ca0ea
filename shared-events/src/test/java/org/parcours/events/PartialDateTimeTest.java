package org.parcours.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartialDateTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026+01:00, YEAR, 2025-12-31T23:00:00Z",
        "2026-03+01:00, MONTH, 2026-02-28T23:00:00Z",
        "2026-03-10+01:00, DAY, 2026-03-09T23:00:00Z",
        "2026-03-10T09+01:00, HOUR, 2026-03-10T08:00:00Z",
        "2026-03-10T09:30+01:00, MINUTE, 2026-03-10T08:30:00Z",
        "2026-03-10T09:30:15+01:00, SECOND, 2026-03-10T08:30:15Z",
        "2026-03-10T09:30:15.123Z, SECOND, 2026-03-10T09:30:15.123Z",
        "1875-01-01+00:09:21, DAY, 1874-12-31T23:50:39Z"
    })
    void a_time_is_read_and_written_with_the_precision_that_it_states(
            String text, TimePrecision precision, Instant start) {
        PartialDateTime time = PartialDateTime.parse(text);

        assertThat(time.precision()).isEqualTo(precision);
        assertThat(time.toInstant()).isEqualTo(start);
        assertThat(time.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2016-12-31T23:59:60.5Z, 2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60+01:00, 2017-01-01T00:00:00Z"
    })
    void a_leap_second_is_the_second_after_it(String text, Instant second) {
        assertThat(PartialDateTime.parse(text))
                .isEqualTo(PartialDateTime.of(OffsetDateTime.ofInstant(
                        second, OffsetDateTime.parse(text.replace(":60", ":59")).getOffset())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-10T09:00:00+01:00",
                "2024-02-29T23:59:59-05:30",
                "2026-03-10T00:00:00+00:00",
                "2026-03-10T00:00:00-00:00",
                "0000-01-01T00:00:00+14:00"
            })
    void a_time_to_the_second_is_read_as_iso_8601_reads_it(String text) {
        assertThat(PartialDateTime.parse(text)).isEqualTo(PartialDateTime.of(OffsetDateTime.parse(text)));
    }

    @Test
    void a_time_that_is_less_precise_than_its_value_begins_at_the_start_of_its_period() {
        OffsetDateTime time = OffsetDateTime.parse("2026-03-10T09:30:15+01:00");

        assertThat(new PartialDateTime(time, TimePrecision.DAY).text()).isEqualTo("2026-03-10+01:00");
        assertThat(new PartialDateTime(time, TimePrecision.YEAR)).isEqualTo(PartialDateTime.parse("2026+01:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-03-10",
                "2026-13-01Z",
                "2026-02-30Z",
                "10/03/2026",
                "2026-03-10T25Z",
                "2025-02-29T09:00:00+01:00",
                "2026-03-10T24:00:00+01:00",
                "2026-03-10T09:00:00+19:00"
            })
    void a_text_that_is_no_such_time_is_refused(String text) {
        assertThatThrownBy(() -> PartialDateTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource({"1958, YEAR", "1958-03, MONTH", "1958-03-01, DAY"})
    void a_birth_date_keeps_its_precision(String text, TimePrecision precision) {
        assertThat(PartialDate.parse(text).precision()).isEqualTo(precision);
        assertThat(PartialDate.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "58", "0000", "1958-3", "1958-02-30", "19580301"})
    void a_text_that_is_no_date_is_refused(String text) {
        assertThatThrownBy(() -> PartialDate.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
