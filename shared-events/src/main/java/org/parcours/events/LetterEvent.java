package org.parcours.events;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The discharge letter [lettre de liaison] and its way to the GP. HL7 v2: MDM T02, T10, T04, T11, ZAM. */
public sealed interface LetterEvent extends Event {

    private static List<StepKey> key(Identifier letter) {
        return List.of(new StepKey("letter", letter));
    }

    /** The number that it takes the place of comes first: the step goes by its oldest version. */
    private static List<StepKey> keys(Optional<Identifier> replaces, Identifier letter) {
        return Stream.concat(replaces.stream(), Stream.of(letter))
                .flatMap(number -> key(number).stream())
                .toList();
    }

    /** Which version of the letter it speaks of. */
    Identifier letter();

    /** It is being written (TXA-17): nobody may take it for a letter yet. */
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

    /** A new version; where it has a number of its own, it names the one that it replaces. */
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

    /** It has reached somebody: the GP, the patient. */
    record DischargeLetterDelivered(Identifier letter, Optional<String> recipient) implements LetterEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(letter);
        }
    }
}
