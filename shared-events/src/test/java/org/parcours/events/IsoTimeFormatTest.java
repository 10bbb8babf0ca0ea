package org.parcours.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeFormatTest {

    private static final List<Integer> NANOS =
            List.of(0, 1, 10, 999, 1000, 120_000_000, 123_456_000, 500_000_000, 999_999_999, 7_000);

    private static final List<String> OFFSETS =
            List.of("Z", "+01:00", "-03:30", "+18:00", "-18:00", "+05:45", "+00:19:32", "-00:00:01");

    @Test
    void times_are_written_and_read_as_by_java() {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            int year = i % 10 == 0 ? random.nextInt(-12_000, 12_000) : random.nextInt(1900, 2100);
            OffsetDateTime time = LocalDateTime.of(year, 1, 1, 0, 0)
                    .plusSeconds(random.nextLong(366L * 24 * 3600))
                    .withNano(NANOS.get(random.nextInt(NANOS.size())))
                    .atOffset(ZoneOffset.of(OFFSETS.get(random.nextInt(OFFSETS.size()))));
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);

            assertThat(IsoTimeFormat.format(time)).isEqualTo(text);
            assertThat(IsoTimeFormat.parse(text)).isEqualTo(time);
            Instant instant = time.toInstant();
            assertThat(IsoTimeFormat.format(instant)).isEqualTo(instant.toString());
            assertThat(IsoTimeFormat.parseInstant(instant.toString())).isEqualTo(instant);
            assertThat(IsoTimeFormat.parseInstant(text)).isEqualTo(instant);
        }
    }

    @Test
    void the_ends_of_time_are_written_as_by_java() {
        for (Instant instant : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            assertThat(IsoTimeFormat.format(instant)).isEqualTo(instant.toString());
        }
        for (OffsetDateTime time : List.of(OffsetDateTime.MIN, OffsetDateTime.MAX)) {
            assertThat(IsoTimeFormat.format(time)).isEqualTo(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-10t09:00:00z",
                "2026-03-10T09:00Z",
                "2026-03-10T09:00:00.Z",
                "2026-03-10T09:00:00.5-00:00"
            })
    void unusual_forms_that_java_reads_are_read(String text) {
        assertThat(IsoTimeFormat.parse(text)).isEqualTo(OffsetDateTime.parse(text));
        assertThat(IsoTimeFormat.parseUsualForm(text).map(OffsetDateTime::toInstant))
                .isIn(Optional.empty(), Optional.of(OffsetDateTime.parse(text).toInstant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-30T09:00:00Z",
                "2026-03-10T24:00:00Z",
                "2026-03-10T09:00:60Z",
                "2026-03-10T09:00:00",
                "2026-03-10T09:00:00.1234567890Z",
                "2026-03-10T09:00:00+19:00",
                "2026-03-10T09:00:00+01:60",
                "2026-03-10T09:00:00+0100",
                "2026-03-10T09:00:00Z ",
                "2026-03-10 09:00:00Z",
                "२०२६-03-10T09:00:00Z",
                "2026-03-10T0x:00:00Z"
            })
    void what_java_refuses_is_refused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> OffsetDateTime.parse(text));
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> IsoTimeFormat.parse(text));
        assertThat(IsoTimeFormat.parseUsualForm(text)).isEmpty();
    }
}
