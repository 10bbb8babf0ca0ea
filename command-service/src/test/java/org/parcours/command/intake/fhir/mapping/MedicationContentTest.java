package org.parcours.command.intake.fhir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.events.DetailKey;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.TimePrecision;

/** What a nurse reads of a medicine: the dosage, the product, who, when and why. */
class MedicationContentTest {

    private static final String DRUG = "'medicationCodeableConcept': {'text': 'Morphine'}";

    private static String dosage(String dosages) {
        return ParsedResource.of(
                        "MedicationRequest",
                        "'status': 'active', 'intent': 'order', " + DRUG + ", 'dosageInstruction': [" + dosages + "]")
                .event(MedicationPrescribed.class)
                .dosage()
                .orElse("");
    }

    @Test
    void a_dosage_has_its_dose_rate_timing_condition_route_site_method_and_limits() {
        assertThat(dosage("""
                {'doseAndRate': [{'type': {'text': 'prescrite'}, 'doseRange': {'low': {'value': 1, 'unit': 'mg'},
                    'high': {'value': 2.50, 'unit': 'mg'}}, 'rateRatio': {'numerator': {'value': 1, 'unit': 'mL'},
                    'denominator': {'value': 1, 'unit': 'h'}}}],
                 'timing': {'repeat': {'frequency': 1, 'frequencyMax': 2, 'period': 4, 'periodMax': 6, 'periodUnit': 'h',
                    'dayOfWeek': ['mon', 'thu'], 'timeOfDay': ['08:00:00'], 'boundsDuration': {'value': 5, 'unit': 'd'},
                    'count': 3}},
                 'asNeededCodeableConcept': {'text': 'douleur'}, 'route': {'text': 'IV'}, 'site': {'text': 'bras gauche'},
                 'method': {'text': 'lente'},
                 'maxDosePerPeriod': {'numerator': {'value': 4, 'unit': 'g'}, 'denominator': {'value': 24, 'unit': 'h'}},
                 'maxDosePerAdministration': {'value': 1, 'unit': 'g'}, 'maxDosePerLifetime': {'value': 9, 'unit': 'g'},
                 'additionalInstruction': [{'text': 'à jeun'}, {'text': 'assis'}], 'patientInstruction': 'boire'}"""))
                .isEqualTo(
                        "1 {{to}} 2.50 mg, {{rate}} 1 mL / 1 h (prescrite), 1 {{to}} 2 × / 4 {{to}} 6 h, {{day.mon}}, {{day.thu}}, 08:00:00,"
                                + " {{for}} 5 d, 3 {{timesInTotal}}, {{asNeeded}}{{colon}}douleur, IV, bras gauche, lente, max 4 g / 24 h,"
                                + " max 1 g / {{administration}}, max 9 g / {{lifetime}}, à jeun; assis, boire");
    }

    @Test
    void a_text_and_structured_parts_are_both_shown() {
        assertThat(dosage("""
                {'text': '1 cp matin et soir', 'timing': {'repeat': {'frequency': 3, 'period': 1, 'periodUnit': 'd'}},
                 'asNeededBoolean': true}""")).isEqualTo("1 cp matin et soir [3 × / 1 d, {{asNeeded}}]");
        assertThat(
                        dosage(
                                "{'text': '3 × / 1 d', 'timing': {'repeat': {'frequency': 3, 'period': 1, 'periodUnit': 'd'}}}"))
                .isEqualTo("3 × / 1 d");
    }

    @Test
    void all_dosages_are_shown_in_their_sequence() {
        assertThat(dosage("{'sequence': 2, 'text': 'puis 5 mg'}, {'sequence': 1, 'text': '10 mg 3 jours'}"))
                .isEqualTo("1) 10 mg 3 jours; 2) puis 5 mg");
        assertThat(dosage("{'text': 'matin'}, {'text': 'soir'}")).isEqualTo("matin; soir");
    }

    @Test
    void a_timing_names_its_event_with_offset_and_its_dates() {
        assertThat(dosage("""
                {'timing': {'event': ['2026-03-10T08:00:00+01:00', '2026-03-11'], 'code': {'coding': [{'code': 'BID'}]},
                  'repeat': {'when': ['ACM'], 'offset': 30, 'duration': 30, 'durationMax': 60, 'durationUnit': 'min',
                  'boundsPeriod': {'start': '2026-03-10', 'end': '2026-03-12'}}}}"""))
                .isEqualTo(
                        "BID, 30 min {{when.ACM}}, {{duration}} 30 {{to}} 60 min, {{@2026-03-10+01:00}} → {{@2026-03-12+01:00}},"
                                + " {{@2026-03-10T08:00:00+01:00}}, {{@2026-03-11+01:00}}");
    }

    @Test
    void all_codes_of_a_product_are_kept() {
        ParsedResource request = ParsedResource.of("MedicationRequest", """
                'status': 'active', 'intent': 'order', 'medicationCodeableConcept': {'text': 'Doliprane', 'coding': [
                  {'system': 'http://www.whocc.no/atc', 'code': 'N02BE01', 'display': 'Paracétamol'},
                  {'system': 'urn:oid:1.2.250.1.213.2.3.1', 'code': '3400930000120'}]}""");

        assertThat(request.event(MedicationPrescribed.class).product().key()).isEqualTo("N02BE01");
        assertThat(request.event(MedicationPrescribed.class).product().label()).isEqualTo("Doliprane");
        assertThat(request.detail(DetailKey.PRODUCT_TEXT)).contains("N02BE01", "Paracétamol", "3400930000120");
    }

    @Test
    void a_contained_medicine_has_its_form_ingredients_and_lot() {
        ParsedResource request = ParsedResource.of("MedicationRequest", """
                'status': 'active', 'intent': 'order', 'medicationReference': {'reference': '#m'},
                'contained': [{'resourceType': 'Medication', 'id': 'm', 'code': {'text': 'Perfusion'},
                  'form': {'text': 'solution'}, 'amount': {'numerator': {'value': 500, 'unit': 'mL'},
                  'denominator': {'value': 1, 'unit': 'poche'}},
                  'ingredient': [{'itemCodeableConcept': {'text': 'Glucose'}, 'strength': {'numerator':
                    {'value': 5, 'unit': 'g'}, 'denominator': {'value': 100, 'unit': 'mL'}}},
                    {'itemCodeableConcept': {'text': 'KCl'}, 'isActive': true}],
                  'batch': {'lotNumber': 'L7', 'expirationDate': '2027-01'}}]""");

        assertThat(request.event(MedicationPrescribed.class).product().label()).isEqualTo("Perfusion");
        assertThat(request.fact().annotations().details())
                .containsEntry(DetailKey.FORM, "solution")
                .containsEntry(DetailKey.STRENGTH, "500 mL / 1 poche")
                .containsEntry(DetailKey.COMPONENTS, "Glucose 5 g / 100 mL; KCl")
                .containsEntry(DetailKey.SUBSTANCE_LOT, "L7")
                .containsEntry(DetailKey.EXPIRATION, "{{@2027-01+01:00}}");
        assertThat(request.fact().annotations().unread()).isEmpty();
    }

    @Test
    void a_medicine_elsewhere_is_shown_by_its_display_or_its_reference() {
        String request =
                "'status': 'active', 'intent': 'order', 'medicationReference': {'reference': 'Medication/m7'%s}";

        assertThat(product(request.formatted(", 'display': 'Héparine'"))).isEqualTo("Héparine");
        assertThat(product(request.formatted(""))).isEqualTo("Medication/m7");
    }

    @Test
    void a_medicine_in_the_bundle_is_kept_and_shown_where_it_is_referred_to() {
        ParsedResource bundle = ParsedResource.of("""
                {'resourceType': 'Bundle', 'type': 'transaction', 'entry': [
                  {'fullUrl': 'urn:uuid:11111111-1111-4111-8111-111111111111', 'request': {'method': 'POST', 'url': 'Medication'},
                   'resource': {'resourceType': 'Medication', 'code': {'text': 'Héparine'}, 'batch': {'lotNumber': 'L8'}}},
                  {'request': {'method': 'POST', 'url': 'MedicationRequest'}, 'resource': {'resourceType': 'MedicationRequest',
                   'status': 'active', 'intent': 'order',
                   'subject': {'identifier': {'system': 'urn:oid:2.999.10.1', 'value': '12'}},
                   'medicationReference': {'reference': 'urn:uuid:11111111-1111-4111-8111-111111111111'}}}]}""");

        assertThat(bundle.event(MedicationPrescribed.class).product().label()).isEqualTo("Héparine");
        assertThat(bundle.detail(DetailKey.SUBSTANCE_LOT)).isEqualTo("L8");
        assertThat(bundle.message().entries().getFirst().mapping())
                .isEqualTo(new UnsupportedEntry(
                        "a product: shown by the prescriptions, dispenses and administrations that refer to it"));
    }

    @Test
    void a_value_that_is_a_part_of_another_one_is_shown_beside_it() {
        ParsedResource request = ParsedResource.of("MedicationRequest", """
                'status': 'active', 'intent': 'order',
                'contained': [{'resourceType': 'Medication', 'id': 'm', 'status': 'inactive', 'code': {'text': 'Toxine'}}],
                'medicationReference': {'reference': '#m', 'display': 'Toxine inactive, 1 mL'}""");
        assertThat(request.detail(DetailKey.PRODUCT_TEXT))
                .contains("Toxine inactive, 1 mL")
                .endsWith("; inactive");
    }

    private static String product(String request) {
        return ParsedResource.of("MedicationRequest", request)
                .event(MedicationPrescribed.class)
                .product()
                .label();
    }

    @Test
    void an_administration_has_its_dose_end_performer_and_reason() {
        ParsedResource given = ParsedResource.of("MedicationAdministration", "'status': 'completed', " + DRUG + """
                , 'effectivePeriod': {'start': '2026-03-10T08:00', 'end': '2026-03-10T09:30:00+01:00'},
                'performer': [{'actor': {'display': 'IDE Petit'}, 'function': {'text': 'vérifie'}}, {'actor': {'display': 'IDE Roy'}}],
                'reasonCode': [{'text': 'Douleur'}], 'dosage': {'text': '5 mg en 90 min', 'dose': {'value': 5, 'unit': 'mg'},
                 'route': {'text': 'IV'}, 'rateQuantity': {'value': 3.30, 'unit': 'mg/h'}}, 'note': [{'text': 'bien toléré'}]""");

        assertThat(given.event(MedicationAdministered.class).dose()).contains("5 mg");
        assertThat(given.fact().annotations().precision()).isEqualTo(TimePrecision.MINUTE);
        assertThat(given.fact().annotations().notes()).containsExactly("bien toléré");
        assertThat(given.fact().annotations().details())
                .containsEntry("dosage", "5 mg en 90 min")
                .containsEntry(DetailKey.END, "2026-03-10T09:30:00+01:00")
                .containsEntry(DetailKey.ROUTE, "IV")
                .containsEntry(DetailKey.RATE, "3.30 mg/h")
                .containsEntry(DetailKey.REASON, "Douleur")
                .containsEntry(DetailKey.PERFORMER, "IDE Petit (vérifie); IDE Roy");
    }

    @Test
    void administrations_of_one_prescription_at_one_time_are_known_by_their_own_numbers() {
        String given = "'status': 'completed', 'effectiveDateTime': '2026-03-10T08:00:00+01:00', " + DRUG
                + ", 'request': {'reference': 'MedicationRequest/rx'}";
        ParsedResource first = ParsedResource.of("MedicationAdministration", given);

        assertThat(first.event(MedicationAdministered.class).prescription())
                .isEqualTo(Identifier.of("urn:parcours:sender:EHR", "MedicationRequest/rx"));
        assertThat(first.fact().annotations().otherKeys())
                .extracting(key -> key.identifier().value())
                .containsExactly("MedicationAdministration/r1");
    }

    @Test
    void a_dispense_names_every_prescription_that_it_fulfils() {
        ParsedResource dispense = ParsedResource.of("MedicationDispense", "'status': 'completed', " + DRUG + """
                , 'authorizingPrescription': [{'reference': 'MedicationRequest/rx1'}, {'reference': 'MedicationRequest/rx2'}],
                'whenPrepared': '2026-03-10', 'whenHandedOver': '2026-03-11', 'daysSupply': {'value': 7, 'unit': 'j'},
                'receiver': [{'display': 'Mme Dupont'}], 'destination': {'display': 'Cardiologie'}""");

        assertThat(dispense.event(MedicationDispensed.class).prescription().value())
                .isEqualTo("MedicationRequest/rx1");
        assertThat(dispense.fact().occurredAt()).hasToString("2026-03-11T00:00+01:00");
        assertThat(dispense.fact().annotations().details())
                .containsEntry(DetailKey.BASED_ON, "MedicationRequest/rx1; MedicationRequest/rx2")
                .containsEntry(DetailKey.PREPARED_AT, "2026-03-10+01:00")
                .containsEntry(DetailKey.DURATION, "7 j")
                .containsEntry("recipient", "Mme Dupont")
                .containsEntry(DetailKey.DESTINATION, "Cardiologie");
    }
}
