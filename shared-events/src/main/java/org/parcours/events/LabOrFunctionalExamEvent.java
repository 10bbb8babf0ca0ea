package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** Laboratory and functional exams. HL7 v2: ORM O01, OML O21, OMG O19, OUL, ORU R01. */
public sealed interface LabOrFunctionalExamEvent extends Event {

    OrderNumbers order();

    @Override
    default List<StepKey> stepKeys() {
        return order().keys();
    }

    /** The examination under the order's number that this event is about; empty: all of them. */
    default Optional<Coding> affectedExamination() {
        return switch (this) {
            case ExamOrdered e -> Optional.of(e.examination());
            case ExamOrderCancelled e -> e.examination();
            case ExamOrderHeld e -> e.examination();
            case ExamOrderResumed e -> e.examination();
            case ExamOrderStatusReported e -> e.examination();
            case SpecimenCollected _, SpecimenReceived _, SpecimenRejected _ -> Optional.empty();
            case ResultIssued e -> Optional.of(e.examination());
            case ResultCorrected e -> Optional.of(e.examination());
            case ResultWithdrawn e -> e.examination();
        };
    }

    record ExamOrdered(
            OrderNumbers order,
            Coding examination,
            Optional<String> priority,
            Optional<PartialDateTime> plannedAt,
            Optional<Practitioner> prescriber)
            implements LabOrFunctionalExamEvent {}

    record ExamOrderCancelled(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements LabOrFunctionalExamEvent {}

    /** ORC-1 HD: the order, of an exam or of imaging, is on hold. */
    record ExamOrderHeld(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements LabOrFunctionalExamEvent {}

    /** ORC-1 RL: a held order goes on; UC: an order that was to be cancelled goes on. */
    record ExamOrderResumed(OrderNumbers order, Optional<Coding> examination) implements LabOrFunctionalExamEvent {}

    /** ORC-1 that changes nothing by itself, such as UX, unable to change; the order, of an exam or of imaging, stays. */
    record ExamOrderStatusReported(OrderNumbers order, Optional<Coding> examination, Coding status)
            implements LabOrFunctionalExamEvent {}

    record SpecimenCollected(OrderNumbers order, Optional<Identifier> specimen, Optional<Coding> material)
            implements LabOrFunctionalExamEvent {}

    /** SPM-18, OBR-14: the laboratory has the specimen. */
    record SpecimenReceived(OrderNumbers order, Optional<Identifier> specimen, Optional<Coding> material)
            implements LabOrFunctionalExamEvent {}

    /** SPM-21: the laboratory cannot use the specimen. */
    record SpecimenRejected(
            OrderNumbers order, Optional<Identifier> specimen, Optional<Coding> material, Optional<Coding> reason)
            implements LabOrFunctionalExamEvent {}

    /** OBX-11 P or F. */
    record ResultIssued(
            OrderNumbers order,
            Coding examination,
            ResultStatus status,
            List<Observation> observations,
            Optional<DocumentRef> document)
            implements LabOrFunctionalExamEvent {
        public ResultIssued {
            observations = List.copyOf(observations);
        }

        @Override
        public List<DocumentRef> documents() {
            return Observation.documents(document, observations);
        }
    }

    /** OBX-11 C, or D beside others: these values replace the earlier ones; a withdrawn value withdraws only itself. */
    record ResultCorrected(
            OrderNumbers order, Coding examination, List<Observation> observations, Optional<DocumentRef> document)
            implements LabOrFunctionalExamEvent {
        public ResultCorrected {
            observations = List.copyOf(observations);
        }

        @Override
        public List<DocumentRef> documents() {
            return Observation.documents(document, observations);
        }
    }

    /** OBX-11 D: the result is deleted, of an exam or of an imaging report. */
    record ResultWithdrawn(OrderNumbers order, Optional<Coding> examination, Optional<Coding> reason)
            implements LabOrFunctionalExamEvent {}
}
