package org.parcours.events;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The discharge letter [lettre de liaison] and its way to the GP. HL7 v2: MDM T02, T10, T04, T11, ZAM. */
public sealed interface DischargeLetterEvent extends Event {

    /** The number of the letter's version that this event is about. */
    Identifier letter();

    /** The number of the replaced version, where it differs. */
    default Optional<Identifier> replaces() {
        return Optional.empty();
    }

    /** The replaced letter's number comes first: the oldest version's number identifies the step. */
    @Override
    default List<StepKey> stepKeys() {
        return Stream.concat(replaces().stream(), Stream.of(letter()))
                .map(number -> new StepKey("letter", number))
                .toList();
    }

    /** The letter is being written (TXA-17) and not yet valid. */
    record DischargeLetterDrafted(
            Identifier letter,
            Optional<Identifier> replaces,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author)
            implements DischargeLetterEvent {

        @Override
        public List<DocumentRef> documents() {
            return document.stream().toList();
        }
    }

    record DischargeLetterIssued(
            Identifier letter, Optional<String> title, Optional<DocumentRef> document, Optional<Practitioner> author)
            implements DischargeLetterEvent {

        @Override
        public List<DocumentRef> documents() {
            return document.stream().toList();
        }
    }

    record DischargeLetterReplaced(
            Identifier letter,
            Optional<Identifier> replaces,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author)
            implements DischargeLetterEvent {

        @Override
        public List<DocumentRef> documents() {
            return document.stream().toList();
        }
    }

    record DischargeLetterWithdrawn(Identifier letter, Optional<Coding> reason) implements DischargeLetterEvent {}

    /** The letter has reached a recipient: the GP, the patient. */
    record DischargeLetterDelivered(Identifier letter, Optional<String> recipient) implements DischargeLetterEvent {}
}
