package org.parcours.command.journey.decision;

import java.util.Optional;
import org.parcours.command.journey.identity.PatientIndex;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.IdentityEvent;

/**
 * Finds the patients of the facts of one message. Its facts are about one patient as a rule, whose names are compared with the
 * known ones once, as long as no identity event changes what is known.
 */
final class PatientMatcher {

    private record KnownMatch(PatientEvidence evidence, PatientIndex patientIndex, PatientIdentifierMatch match) {

        boolean isFor(PatientEvidence other, PatientIndex index) {
            return patientIndex == index && evidence.equals(other);
        }
    }

    private Optional<KnownMatch> last = Optional.empty();

    PatientIdentifierMatch match(Fact fact, PatientIndex patientIndex) {
        if (fact.event() instanceof IdentityEvent) {
            // Its own identifiers and demographics count too.
            return PatientIdentifierMatch.of(fact, patientIndex);
        }
        KnownMatch match = last.filter(known -> known.isFor(fact.patient(), patientIndex))
                .orElseGet(() ->
                        new KnownMatch(fact.patient(), patientIndex, PatientIdentifierMatch.of(fact, patientIndex)));
        last = Optional.of(match);
        return match.match();
    }
}
