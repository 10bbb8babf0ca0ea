package org.parcours.command.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.id;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogValuesTest {

    // A text that a store rejects would block every later commit.
    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "é", "nul\0", "line\n", "\u007f"})
    void tags_and_names_that_a_store_might_not_accept_are_rejected(String value) {
        assertThatThrownBy(() -> new Tag(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnversionedEventName(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_tag_has_at_most_200_characters() {
        assertThat(new Tag("x".repeat(200)).value()).hasSize(200);
        assertThatThrownBy(() -> new Tag("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"})
    void a_commit_id_is_64_lower_case_hex_digits(String value) {
        assertThatThrownBy(() -> new CommitId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_bytes_of_an_event_are_copied() {
        var bytes = new byte[] {1};
        var event = new EventData(EventLogFixtures.ADMITTED, Set.of(), bytes);
        bytes[0] = 2;
        assertThat(event.bytes()).containsExactly(1);
    }

    @Test
    void an_append_without_events_and_a_query_with_too_many_criteria_are_rejected() {
        assertThatThrownBy(() -> new AppendRequest(id("x"), List.of(), CommitCondition.none()))
                .isInstanceOf(IllegalArgumentException.class);
        var criterion = new Criterion(admitted().tags(), Set.of());
        assertThatThrownBy(() -> new Criteria(Collections.nCopies(Criteria.MAX_CRITERIA + 1, criterion)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommitCondition(Criteria.matchNone(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
