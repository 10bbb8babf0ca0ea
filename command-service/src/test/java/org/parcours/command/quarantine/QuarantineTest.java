package org.parcours.command.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.message.Rejection;
import org.parcours.command.quarantine.QuarantinedMessage.QuarantineState;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.TestStorageBackend;

class QuarantineTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private static QuarantinedMessage rejected(int number, String raw) {
        return QuarantinedMessage.rejected(
                id(number),
                NOON.plusSeconds(number),
                "mllp",
                "LAB",
                "x-application/hl7-v2+er7",
                raw.getBytes(StandardCharsets.UTF_8),
                new Rejection("PARC-0312", "PID-3", "no identifier\0 with an assigning authority"));
    }

    private static UUID id(int number) {
        return UUID.fromString("01957b2c-%04x-7000-8000-000000000000".formatted(number));
    }

    @ParameterizedTest
    @EnumSource
    void a_rejected_message_is_stored_with_its_raw_bytes(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            var id = quarantine.put(rejected(1, "MSH|\0|é").asCorrectionOf(id(0), "Dr. House"));

            assertThat(id).isEqualTo(id(1));
            assertThat(storage.quarantine().get(id)).hasValueSatisfying(stored -> {
                assertThat(stored.raw()).isEqualTo("MSH|\0|é".getBytes(StandardCharsets.UTF_8));
                assertThat(stored.receivedAt()).isEqualTo(NOON.plusSeconds(1));
                assertThat(stored.sender()).isEqualTo("LAB");
                assertThat(stored.code()).isEqualTo("PARC-0312");
                assertThat(stored.reason()).startsWith("no identifier");
                assertThat(stored.correctionOf()).contains(id(0));
                assertThat(stored.submittedBy()).contains("Dr. House");
                assertThat(stored.state()).isEqualTo(QuarantineState.OPEN);
            });
            assertThat(quarantine.get(id(9))).isEmpty();
        }
    }

    /** Random, because PostgreSQL compresses a value before it measures the row of the index. */
    private static String longName(int seed) {
        return new Random(seed)
                .ints('a', 'z' + 1)
                .limit(100_000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @EnumSource
    void a_message_with_names_of_any_length_is_stored_counted_and_found(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            var rejection = new Rejection("PARC-0103", longName(2), longName(3));
            for (int number = 1; number <= 2; number++) {
                quarantine.put(QuarantinedMessage.rejected(
                        id(number), NOON, "rest", longName(1), "text/plain", new byte[] {1}, rejection));
            }
            quarantine.put(QuarantinedMessage.rejected(
                    id(3), NOON, "rest", longName(4), "text/plain", new byte[] {1}, rejection));

            var group = quarantine.groups(10).stream()
                    .filter(each -> each.deliveries() == 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(group.sender())
                    .hasSize(QuarantinedMessage.MAX_NAME)
                    .isEqualTo(longName(1).substring(0, 10_000));
            assertThat(quarantine.oldestFirst(
                            QuarantineFilter.openForReason(group.sender(), group.code(), group.field()),
                            10,
                            Optional.empty()))
                    .extracting(QuarantinedMessageSummary::id)
                    .containsExactly(id(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_delivery_is_counted_while_the_message_is_open(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "same"));

            assertThat(quarantine.put(rejected(2, "same"))).isEqualTo(id(1));
            assertThat(quarantine.put(rejected(3, "other"))).isEqualTo(id(3));
            assertThat(quarantine.newestFirst(QuarantineFilter.inState(Optional.empty()), 10, Optional.empty()))
                    .hasSize(2);
            assertThat(quarantine.get(id(1))).hasValueSatisfying(stored -> {
                assertThat(stored.deliveries()).isEqualTo(2);
                assertThat(stored.receivedAt()).isEqualTo(NOON.plusSeconds(1));
                assertThat(stored.lastReceivedAt()).isEqualTo(NOON.plusSeconds(2));
            });

            quarantine.markResubmitted(id(1), "Dr. House", NOON, "recorded at 42");
            assertThat(quarantine.put(rejected(4, "same"))).isEqualTo(id(4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void putting_a_message_again_after_a_lost_response_is_no_error(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "same"));
            assertThat(quarantine.put(rejected(1, "same"))).isEqualTo(id(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_is_marked_as_resubmitted_once(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));

            assertThat(quarantine.markResubmitted(id(1), "Dr. House", NOON, "recorded at 42"))
                    .isTrue();
            assertThat(quarantine.markResubmitted(id(1), "Dr. Wilson", NOON, "again"))
                    .isFalse();
            assertThat(quarantine.markResubmitted(id(2), "Dr. Wilson", NOON, "unknown message"))
                    .isFalse();
            assertThat(quarantine.get(id(1)).orElseThrow().resubmission())
                    .contains(new ResubmissionRecord("Dr. House", NOON, "recorded at 42"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_first_claim_is_kept_until_it_is_released(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            var first = new ResubmittedContent("Dr. House", NOON, "corrected".getBytes(StandardCharsets.UTF_8));
            var second = new ResubmittedContent("Dr. Wilson", NOON, "other content".getBytes(StandardCharsets.UTF_8));

            assertThat(quarantine.claim(id(1), first).orElseThrow().by()).isEqualTo("Dr. House");
            assertThat(quarantine.claim(id(1), second).orElseThrow().hasContent(first.raw()))
                    .isTrue();
            assertThat(quarantine.findClaim(id(1)).orElseThrow().at()).isEqualTo(NOON);

            quarantine.releaseClaim(id(1));
            assertThat(quarantine.findClaim(id(1))).isEmpty();
            assertThat(quarantine.claim(id(1), second).orElseThrow().by()).isEqualTo("Dr. Wilson");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_that_was_resubmitted_without_a_claim_cannot_be_claimed(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.markResubmitted(id(1), "Dr. House", NOON, "recorded at 42");

            assertThat(quarantine.claim(id(1), new ResubmittedContent("Dr. Wilson", NOON, new byte[0])))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_of_training_is_kept_and_is_not_open(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "MSH|1"));
            quarantine.put(QuarantinedMessage.rejected(
                    id(2), NOON, "mllp", "GAM", "hl7", new byte[] {1}, new Rejection("PARC-0213", "MSH-11", "T")));

            assertThat(quarantine.get(id(2)).orElseThrow().state()).isEqualTo(QuarantineState.UNSUPPORTED);
            assertThat(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.UNSUPPORTED)), 9, Optional.empty()))
                    .hasSize(1);
            assertThat(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.OPEN)), 9, Optional.empty()))
                    .hasSize(1);
            assertThat(quarantine.groups(9)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_unsupported_message_is_kept_and_is_not_open(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.put(QuarantinedMessage.rejected(
                    id(2), NOON, "mllp", "GAM", "hl7", new byte[] {1}, new Rejection("PARC-0208", "MSH-9", "ADT^A29")));

            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.OPEN)), 9, Optional.empty())))
                    .containsExactly(id(1));
            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.UNSUPPORTED)), 9, Optional.empty())))
                    .containsExactly(id(2));
            assertThat(quarantine.get(id(2)).orElseThrow().state()).isEqualTo(QuarantineState.UNSUPPORTED);

            quarantine.markResubmitted(id(2), "Dr. House", NOON, "recorded at 42");
            assertThat(quarantine.get(id(2)).orElseThrow().state()).isEqualTo(QuarantineState.RESUBMITTED);
            assertThat(quarantine.newestFirst(QuarantineFilter.inState(Optional.empty()), 9, Optional.empty()))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_are_listed_by_page_and_by_state(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            for (int i = 1; i <= 5; i++) {
                quarantine.put(rejected(i, "message " + i));
            }
            quarantine.markResubmitted(id(4), "Dr. House", NOON, "recorded");

            assertThat(ids(quarantine.newestFirst(QuarantineFilter.inState(Optional.empty()), 2, Optional.empty())))
                    .containsExactly(id(5), id(4));
            assertThat(ids(quarantine.newestFirst(QuarantineFilter.inState(Optional.empty()), 9, Optional.of(id(4)))))
                    .containsExactly(id(3), id(2), id(1));
            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.OPEN)), 2, Optional.empty())))
                    .containsExactly(id(5), id(3));
            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.RESUBMITTED)), 9, Optional.empty())))
                    .containsExactly(id(4));
            assertThatThrownBy(() -> quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.empty()), 100_000, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lists_and_groups_do_not_read_the_bytes_of_messages(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.put(rejected(2, "two"));
            storage.deleteRawBytesOfQuarantine();

            assertThat(ids(quarantine.newestFirst(QuarantineFilter.ALL, 9, Optional.empty())))
                    .containsExactly(id(2), id(1));
            assertThat(ids(quarantine.oldestFirst(QuarantineFilter.ALL, 9, Optional.empty())))
                    .containsExactly(id(1), id(2));
            assertThat(quarantine.groups(9)).hasSize(1);
            assertThatThrownBy(() -> quarantine.get(id(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("missing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_beginning_of_a_message_is_read_without_the_rest(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "MSH|^~"));

            assertThat(quarantine.beginning(id(1), 3)).hasValue("MSH".getBytes(StandardCharsets.UTF_8));
            assertThat(quarantine.beginning(id(1), 99)).hasValue("MSH|^~".getBytes(StandardCharsets.UTF_8));
            assertThat(quarantine.beginning(id(2), 3)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_are_found_by_sender_reason_and_time(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            for (int i = 1; i <= 4; i++) {
                quarantine.put(rejected(i, "message " + i));
            }
            quarantine.put(QuarantinedMessage.rejected(
                    id(5),
                    NOON,
                    "rest",
                    "KINE",
                    "application/json",
                    new byte[] {1},
                    new Rejection("PARC-0101", "data", "reason")));

            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.openForReason("LAB", "PARC-0312", "PID-3"), 9, Optional.empty())))
                    .containsExactly(id(4), id(3), id(2), id(1));
            assertThat(ids(quarantine.oldestFirst(
                            QuarantineFilter.openForReason("LAB", "PARC-0312", "PID-3"), 2, Optional.of(id(1)))))
                    .containsExactly(id(2), id(3));
            assertThat(ids(quarantine.newestFirst(
                            QuarantineFilter.openForReason("LAB", "PARC-0312", "PID-5"), 9, Optional.empty())))
                    .isEmpty();
            var timeRange = new QuarantineFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(NOON.plusSeconds(2)),
                    Optional.of(NOON.plusSeconds(4)));
            assertThat(ids(quarantine.newestFirst(timeRange, 9, Optional.empty())))
                    .containsExactly(id(3), id(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_are_grouped_by_sender_and_reason_with_the_latest_group_first(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.put(rejected(2, "two"));
            quarantine.put(rejected(3, "two"));
            quarantine.put(QuarantinedMessage.rejected(
                    id(4),
                    NOON.plusSeconds(60),
                    "rest",
                    "KINE",
                    "application/json",
                    new byte[] {1},
                    new Rejection("PARC-0101", "data", "reason")));
            quarantine.put(rejected(5, "an attempt").asCorrectionOf(id(1), "Dr. House"));

            assertThat(quarantine.groups(9))
                    .containsExactly(
                            new RejectionGroup(
                                    "KINE", "PARC-0101", "data", 1, 1, NOON.plusSeconds(60), NOON.plusSeconds(60)),
                            new RejectionGroup(
                                    "LAB", "PARC-0312", "PID-3", 2, 3, NOON.plusSeconds(1), NOON.plusSeconds(3)));
            assertThat(quarantine.groups(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_attempts_are_marked_as_resubmitted_with_their_original(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.put(rejected(2, "an attempt").asCorrectionOf(id(1), "Dr. House"));

            quarantine.markResubmitted(id(1), "Dr. Wilson", NOON, "recorded at 42");

            assertThat(quarantine.get(id(2)).orElseThrow().resubmission())
                    .contains(new ResubmissionRecord("Dr. Wilson", NOON, Quarantine.ATTEMPT_SUPERSEDED));
            assertThat(quarantine.newestFirst(
                            QuarantineFilter.inState(Optional.of(QuarantineState.OPEN)), 9, Optional.empty()))
                    .isEmpty();
        }
    }

    private static List<UUID> ids(List<QuarantinedMessageSummary> messages) {
        return messages.stream().map(QuarantinedMessageSummary::id).toList();
    }

    @ParameterizedTest
    @EnumSource
    void all_messages_are_listed_in_pages_with_their_hashes(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var quarantine = storage.quarantine();
            quarantine.put(rejected(1, "one"));
            quarantine.put(rejected(2, "two"));
            quarantine.put(rejected(3, "three"));
            var stored = (HashedContents) quarantine;

            var first = stored.contents(Optional.empty(), 2);
            var second = stored.contents(Optional.of(first.getLast().id()), 2);
            assertThat(Stream.concat(first.stream(), second.stream()))
                    .extracting(HashedContents.Content::id)
                    .containsExactly(id(1).toString(), id(2).toString(), id(3).toString());
            assertThat(first).allSatisfy(content -> assertThat(stored.storedBytes(content))
                    .hasValueSatisfying(bytes -> assertThat(Hash.of(bytes)).isEqualTo(content.hash())));
            storage.deleteRawBytesOfQuarantine();
            assertThat(stored.storedBytes(first.getFirst())).isEmpty();
        }
    }
}
