package org.parcours.command.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ParsedMessage.RejectedPart;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.Resubmission;

/** Every outcome of the pipeline, whatever the format. */
class MessageProcessorTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Sender GAM = new Sender("GAM", Optional.of("CHU"), "test");
    private static final Rejection NO_IDENTIFIER = new Rejection("PARC-0303", "PID-3", "no identifier");

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();
    private final List<Outcome> observed = new ArrayList<>();
    private final MessageProcessor processor = TestPipeline.processor(
            recorder, quarantine, (_, _, outcome) -> observed.add(outcome), Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void a_parsed_message_is_recorded_and_names_its_stored_bytes() {
        Outcome outcome = processor.process(message(() -> parsed(1)), SubmissionContext.NONE);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Recorded.class, recorded -> assertThat(recorded.receipts())
                .hasSize(1));
        assertThat(recorder.onlyMessage().raw()).contains("the hash");
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void the_same_message_again_is_a_duplicate_with_the_events_of_before() {
        processor.process(message(() -> parsed(1)), SubmissionContext.NONE);

        assertThat(processor.process(message(() -> parsed(1)), SubmissionContext.NONE))
                .isInstanceOfSatisfying(Outcome.Duplicate.class, duplicate -> assertThat(duplicate.receipts())
                        .hasSize(1));
        assertThat(observed).extracting(Outcome::label).containsExactly("recorded", "duplicate");
    }

    @Test
    void a_rejected_message_is_in_quarantine_with_its_origin() {
        Outcome outcome =
                processor.process(message(() -> NO_IDENTIFIER), SubmissionContext.from("topic inbound, offset 7"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.rejection()).isEqualTo(NO_IDENTIFIER);
            assertThat(rejected.quarantineId()).isEqualTo(quarantine.only().id());
        });
        assertThat(quarantine.only().reason()).isEqualTo("no identifier (topic inbound, offset 7)");
        assertThat(quarantine.only().raw()).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
        assertThat(quarantine.only().sender()).isEqualTo("GAM");
        assertThat(quarantine.only().receivedAt()).isEqualTo(NOON);
    }

    @Test
    void an_unsupported_message_is_kept() {
        UnsupportedMessage billing = new UnsupportedMessage(UnsupportedMessage.CODE, "MSH-9", "DFT^P03");

        assertThat(processor.process(message(() -> billing), SubmissionContext.NONE))
                .isEqualTo(new Outcome.Unsupported(billing));
        assertThat(quarantine.only().code()).isEqualTo(UnsupportedMessage.CODE);
    }

    @Test
    void a_failure_of_the_parser_is_a_rejection_and_the_message_is_kept() {
        Outcome outcome = processor.process(
                message(() -> {
                    throw new IllegalStateException("bug");
                }),
                SubmissionContext.NONE);

        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(quarantine.only().code()).isEqualTo("PARC-9999");
    }

    @Test
    void a_stack_overflow_of_the_parser_is_a_rejection_too() {
        Outcome outcome = processor.process(
                message(() -> {
                    throw new StackOverflowError();
                }),
                SubmissionContext.NONE);

        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_message_that_one_commit_cannot_hold_is_rejected() {
        recorder.rejectEverythingAsTooLarge();

        assertThat(processor.process(message(() -> parsed(1)), SubmissionContext.NONE))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(quarantine.only().code()).isEqualTo(ParsedMessageRecorder.TOO_LARGE);
    }

    @Test
    void while_the_log_does_not_answer_the_message_stays_with_its_sender() {
        recorder.becomeUnavailable();

        assertThat(processor.process(message(() -> parsed(1)), SubmissionContext.NONE))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(quarantine.all()).isEmpty();
        assertThat(observed).extracting(Outcome::label).containsExactly("unavailable");
    }

    @Test
    void while_the_quarantine_cannot_be_written_a_rejected_message_stays_with_its_sender() {
        quarantine.breakDown();

        assertThat(processor.process(message(() -> NO_IDENTIFIER), SubmissionContext.NONE))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(processor.process(
                        message(() -> new UnsupportedMessage("PARC-0208", "MSH-9", "")), SubmissionContext.NONE))
                .isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void while_a_document_inside_the_message_cannot_be_stored_it_stays_with_its_sender() {
        assertThat(processor.process(
                        message(() -> {
                            throw unavailable();
                        }),
                        SubmissionContext.NONE))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(quarantine.all()).isEmpty();
        assertThat(observed).extracting(Outcome::label).containsExactly("unavailable");
    }

    @Test
    void a_document_that_the_database_does_not_accept_is_a_rejection_and_not_sent_again_for_ever() {
        assertThat(processor.process(
                        message(() -> {
                            throw notAccepted();
                        }),
                        SubmissionContext.NONE))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(quarantine.only().code()).isEqualTo(MessageProcessor.NOT_STORABLE);
    }

    @Test
    void bytes_that_the_document_store_does_not_accept_are_a_rejection_with_the_reason() {
        TestMessage tooLong = new TestMessage(() -> parsed(1), 10, () -> {
            throw new IllegalArgumentException("A document has at most 5 bytes, this one 6");
        });
        TestMessage notAccepted = new TestMessage(() -> parsed(1), 10, () -> {
            throw notAccepted();
        });

        assertThat(processor.process(tooLong, SubmissionContext.NONE)).isInstanceOf(Outcome.Rejected.class);
        assertThat(processor.process(notAccepted, SubmissionContext.NONE)).isInstanceOf(Outcome.Rejected.class);
        assertThat(quarantine.all())
                .extracting(QuarantinedMessage::reason)
                .containsExactly(
                        "A document has at most 5 bytes, this one 6",
                        "the database does not accept a value of the message");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_message_whose_bytes_cannot_be_stored_is_not_recorded() {
        TestMessage message = new TestMessage(() -> parsed(1), 10, () -> {
            throw new IllegalStateException("The disk is full");
        });

        assertThat(processor.process(message, SubmissionContext.NONE)).isInstanceOf(Outcome.Unavailable.class);
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void the_rejected_parts_of_a_recorded_message_are_in_quarantine_each_by_itself() {
        ParsedMessage partly = parsed(1, part("second"), part("third"));

        Outcome outcome = processor.process(message(() -> partly), SubmissionContext.NONE);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Recorded.class, recorded -> assertThat(
                        recorded.rejectedParts())
                .extracting(Outcome.Quarantined::id)
                .isEqualTo(quarantine.all().stream().map(each -> each.id()).toList()));
        assertThat(quarantine.all())
                .extracting(each -> new String(each.raw(), StandardCharsets.UTF_8))
                .containsExactly("second", "third");
    }

    @Test
    void a_message_of_which_every_part_is_rejected_is_rejected() {
        ParsedMessage nothing = new ParsedMessage(
                GAM, "M1", DerivedIds.hash("M1"), NOON, DataEntryMetadata.NONE, List.of(), List.of(part("only")));

        assertThat(processor.process(message(() -> nothing), SubmissionContext.NONE))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.parts())
                        .hasSize(1));
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_message_with_more_facts_than_a_commit_holds_is_recorded_in_chunks_and_recognised_when_sent_again() {
        TestMessage message = new TestMessage(() -> parsed(25), 10, () -> "the hash");

        assertThat(processor.process(message, SubmissionContext.NONE))
                .isInstanceOfSatisfying(Outcome.Recorded.class, recorded -> assertThat(recorded.receipts())
                        .extracting(EventReceipt::position)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 25).boxed().toList()));
        assertThat(recorder.messages()).extracting(ParsedMessage::messageId).containsExactly("M1", "M1#10", "M1#20");

        assertThat(processor.process(message, SubmissionContext.NONE)).isInstanceOf(Outcome.Duplicate.class);
        assertThat(observed).extracting(Outcome::label).containsExactly("recorded", "duplicate");
    }

    @Test
    void an_imported_message_is_a_migration() {
        processor.process(message(() -> parsed(1)), SubmissionContext.migrationFrom("file a.hl7"));

        assertThat(recorder.onlyMessage().declared().mode()).contains(DataEntryMode.MIGRATION);
    }

    @Test
    void a_resubmission_is_linked_to_the_original_and_not_counted_as_the_sender_s() {
        UUID original = UUID.fromString("01957b2c-0001-7000-8000-000000000000");
        SubmissionContext resubmission = SubmissionContext.resubmission(new Resubmission(original, "Zoé"));

        processor.process(message(() -> parsed(1)), resubmission);
        processor.process(message(() -> NO_IDENTIFIER), resubmission);

        assertThat(recorder.onlyMessage().resubmission()).contains(new Resubmission(original, "Zoé"));
        assertThat(recorder.onlyMessage().raw())
                .as("the quarantine has the bytes of a resubmission")
                .isEmpty();
        assertThat(quarantine.only().correctionOf()).contains(original);
        assertThat(quarantine.only().submittedBy()).contains("Zoé");
        assertThat(observed).isEmpty();
    }

    private static RejectedPart part(String bytes) {
        return new RejectedPart(bytes.getBytes(StandardCharsets.UTF_8), NO_IDENTIFIER);
    }

    private static ParsedMessage parsed(int facts, RejectedPart... rejectedParts) {
        Identifier ipp = Identifier.of("urn:oid:2.999.10.1", "1");
        Event event = new PatientRegistered(List.of(ipp), Demographics.UNKNOWN);
        Fact fact = new Fact(
                new PatientEvidence(List.of(ipp), Demographics.UNKNOWN),
                Optional.empty(),
                NOON.atOffset(ZoneOffset.UTC),
                event);
        return new ParsedMessage(
                GAM,
                "M1",
                DerivedIds.hash("M1"),
                NOON,
                DataEntryMetadata.NONE,
                Collections.nCopies(facts, fact),
                List.of(rejectedParts));
    }

    private static ReceivedMessage message(Supplier<ParseResult> parsing) {
        return new TestMessage(parsing, Integer.MAX_VALUE, () -> "the hash");
    }

    private static StoreOperationException unavailable() {
        return StoreOperationException.of(new com.mongodb.MongoException("no primary"));
    }

    /** As MongoDB answers to a document of more than 16 MB. */
    private static StoreOperationException notAccepted() {
        return StoreOperationException.of(new com.mongodb.MongoException(10334, "BSONObjectTooLarge"));
    }

    private record TestMessage(Supplier<ParseResult> parsing, int maxFactsPerCommit, Supplier<String> storing)
            implements ReceivedMessage {

        @Override
        public Sender sender() {
            return GAM;
        }

        @Override
        public Optional<String> messageId() {
            return Optional.of("M1");
        }

        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public byte[] bytes() {
            return "bytes".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ParseResult parse() {
            return parsing.get();
        }

        @Override
        public String storeRaw() {
            return storing.get();
        }

        @Override
        public Rejection internalError() {
            return new Rejection("PARC-9999", "", "internal error");
        }
    }
}
