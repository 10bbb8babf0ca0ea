package org.parcours.events;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Laboratory and functional exams. HL7 v2: ORM O01, OML O21, OMG O19, OUL, ORU R01. */
public sealed interface ExamEvent extends Event {

    /** Which of the examinations under the order's number it speaks of; empty where of all of them. */
    default Optional<Coding> about() {
        return switch (this) {
            case ExamOrdered e -> Optional.of(e.examination());
            case ExamOrderCancelled e -> e.examination();
            case SpecimenCollected _ -> Optional.empty();
            case ResultIssued e -> Optional.of(e.examination());
            case ResultCorrected e -> Optional.of(e.examination());
            case ResultWithdrawn e -> e.examination();
        };
    }

    record ExamOrdered(
            OrderNumbers order,
            Coding examination,
            Optional<String> priority,
            Optional<OffsetDateTime> plannedAt,
            Optional<Practitioner> prescriber)
            implements ExamEvent {
        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }

    record ExamOrderCancelled(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements ExamEvent {
        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }

    record SpecimenCollected(OrderNumbers order, Optional<Identifier> specimen, Optional<Coding> material)
            implements ExamEvent {
        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }

    /** OBX-11 P or F. */
    record ResultIssued(
            OrderNumbers order,
            Coding examination,
            ResultStatus status,
            List<Observation> observations,
            Optional<DocumentRef> document)
            implements ExamEvent {
        public ResultIssued {
            observations = List.copyOf(observations);
        }

        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }

    /** OBX-11 C, or D beside others: these values replace the ones told before; a withdrawn one only takes its back. */
    record ResultCorrected(
            OrderNumbers order, Coding examination, List<Observation> observations, Optional<DocumentRef> document)
            implements ExamEvent {
        public ResultCorrected {
            observations = List.copyOf(observations);
        }

        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }

    /** OBX-11 D: there is no such result, be it of an exam or a report of imaging. */
    record ResultWithdrawn(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements ExamEvent {
        @Override
        public List<StepKey> stepKeys() {
            return order.keys();
        }
    }
}
