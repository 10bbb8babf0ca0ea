package org.parcours.events;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The discharge letter [lettre de liaison] and its way to the GP. HL7 v2: MDM T02, T10, T04, T11, ZAM. */
public sealed interface LetterEvent extends Event {

    private static List<StepKey> key(Identifier letter) {
        return List.of(new StepKey("letter", letter));
    }

    /** The replaced letter's number comes first: the oldest version's number identifies the step. */
    private static List<StepKey> keys(Optional<Identifier> replaces, Identifier letter) {
        return Stream.concat(replaces.stream(), Stream.of(letter))
                .flatMap(number -> key(number).stream())
                .toList();
    }

    /** The number of the letter's version that this event is about. */
    Identifier letter();

    /** The letter is being written (TXA-17) and not yet valid. */
    record DischargeLetterDrafted(
            Identifier letter,
            Optional<Identifier> replaces,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author)
            implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return keys(replaces, letter);
        }
    }

    record DischargeLetterIssued(
            Identifier letter, Optional<String> title, Optional<DocumentRef> document, Optional<Practitioner> author)
            implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(letter);
        }
    }

    /** A new version; {@code replaces} is the number of the replaced one, where it differs. */
    record DischargeLetterReplaced(
            Identifier letter,
            Optional<Identifier> replaces,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author)
            implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return keys(replaces, letter);
        }
    }

    record DischargeLetterWithdrawn(Identifier letter, Optional<Coding> reason) implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(letter);
        }
    }

    /** The letter has reached a recipient: the GP, the patient. */
    record DischargeLetterDelivered(Identifier letter, Optional<String> recipient) implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(letter);
        }
    }
}
