package org.parcours.command.intake.fhir.mapping.patient;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.list;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.withRemarks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.PersonNameMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.ValidityPeriod;
import org.parcours.command.intake.fhir.mapping.datatype.ContactText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;

/** The details of a Patient besides the demographics: further names, birth place, contacts, links to other records. */
record FhirPatientDetails(ResourceContext context) {

    private static final String BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
    private static final String MOTHERS_MAIDEN_NAME =
            "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";
    private static final String BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";

    EventAnnotations annotate(EventAnnotations annotations) {
        FhirElement patient = context.resource();
        return annotations
                .withDetail(
                        DetailKey.RECORD_STATUS,
                        patient.text("active").map(active -> active.equals("true") ? "active" : "inactive"))
                .withDetail(DetailKey.FULL_NAME, fullName())
                .withDetail(DetailKey.OTHER_NAMES, otherNames())
                .withDetail(DetailKey.MOTHERS_MAIDEN_NAME, mothersMaidenName())
                .withDetail(DetailKey.BIRTH_PLACE, birthPlace())
                .withDetail(DetailKey.BIRTH_TIME, birthTime())
                .withDetail(DetailKey.MULTIPLE_BIRTH, multipleBirth())
                .withDetail(
                        DetailKey.MARITAL_STATUS,
                        coding(patient.child("maritalStatus")).map(Coding::label))
                .withDetail(DetailKey.LANGUAGES, list(patient.children("communication"), this::language))
                .withDetail(DetailKey.FORMER_ADDRESSES, list(former("address"), this::formerAddress))
                .withDetail(DetailKey.FORMER_TELECOMS, list(former("telecom"), this::formerTelecom))
                .withDetail(DetailKey.CONTACTS, list(patient.children("contact"), this::contact))
                .withDetail(
                        DetailKey.GENERAL_PRACTITIONER,
                        list(patient.children("generalPractitioner"), context.texts()::reference))
                .withDetail(DetailKey.ORGANIZATION, context.texts().reference(patient.child("managingOrganization")))
                .withDetail(DetailKey.SEE_ALSO, list(patient.children("link"), this::otherRecord));
    }

    private Optional<String> fullName() {
        return new PersonNameMapper(context)
                .elementInUse(context.resource().children("name"))
                .filter(PersonNameMapper::hasMore)
                .flatMap(PersonNameMapper::fullText);
    }

    private Optional<String> otherNames() {
        PersonNameMapper mapper = new PersonNameMapper(context);
        List<FhirElement> names = context.resource().children("name");
        Optional<FhirElement> inUse = mapper.elementInUse(names);
        Optional<FhirElement> atBirth = mapper.elementAtBirth(names, FhirPatientMapper.isFrench(context.resource()))
                .filter(name -> !PersonNameMapper.hasMore(name));
        return list(
                PersonNameMapper.others(names, inUse, atBirth),
                name -> withRemarks(
                        PersonNameMapper.fullText(name),
                        Stream.of(
                                name.text("use").map(use -> CodedWord.of("code." + use)),
                                context.texts().period(name.child("period")))));
    }

    private Optional<String> mothersMaidenName() {
        return context.resource().extensions(MOTHERS_MAIDEN_NAME::equals).stream()
                .flatMap(name -> name.text("value").stream())
                .findFirst();
    }

    private Optional<String> birthPlace() {
        return list(
                context.resource().extensions(BIRTH_PLACE::equals), place -> ContactText.address(place.child("value")));
    }

    private Optional<String> birthTime() {
        return context.resource().child("birthDate").extensions(BIRTH_TIME::equals).stream()
                .flatMap(time -> context.dateTimes().parse(time.child("value")).stream())
                .map(ReportedTime::value)
                .map(PartialDateTime::text)
                .findFirst();
    }

    /** Without the order, which is part of the demographics. */
    private Optional<String> multipleBirth() {
        return context.resource()
                .child("multipleBirth")
                .value()
                .filter(birth -> !birth.equals("false") && !FhirDemographicsMapper.isBirthOrder(birth));
    }

    private Optional<String> language(FhirElement communication) {
        return withRemarks(
                coding(communication.child("language")).map(Coding::label),
                Stream.of(communication
                        .flag("preferred")
                        .filter(preferred -> preferred)
                        .map(_ -> CodedWord.of("preferred"))));
    }

    private List<FhirElement> former(String element) {
        return context.resource().children(element).stream()
                .filter(each -> ValidityPeriod.isFormer(each, context))
                .toList();
    }

    private Optional<String> formerAddress(FhirElement address) {
        return withRemarks(
                ContactText.address(address), Stream.of(context.texts().period(address.child("period"))));
    }

    private Optional<String> formerTelecom(FhirElement telecom) {
        return withRemarks(
                ContactText.telecom(telecom), Stream.of(context.texts().period(telecom.child("period"))));
    }

    private Optional<String> contact(FhirElement contact) {
        Optional<String> name = Optional.of(contact.child("name"))
                .filter(FhirElement::isPresent)
                .flatMap(PersonNameMapper::fullText)
                .or(() -> context.texts().reference(contact.child("organization")));
        return withRemarks(
                name,
                Stream.of(
                        DataTypeMapper.labels(contact.children("relationship")),
                        name.isEmpty() ? Optional.empty() : context.texts().reference(contact.child("organization")),
                        list(contact.children("telecom"), ContactText::telecom),
                        ContactText.address(contact.child("address")),
                        context.texts().period(contact.child("period"))));
    }

    private Optional<String> otherRecord(FhirElement link) {
        return FhirPatientMapper.isMerge(link)
                ? Optional.empty()
                : withRemarks(
                        context.texts().reference(link.child("other")),
                        Stream.of(link.text("type").map(type -> CodedWord.of("code." + type))));
    }
}
