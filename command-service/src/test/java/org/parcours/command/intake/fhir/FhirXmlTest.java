package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.message.Fact;

/** A resource in XML is the same as in JSON (FHIR R4, 2.23). */
class FhirXmlTest {

    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "1", "identifier": [{"id": "i1", "system": "urn:oid:2.999.10.1", "value": "R1"}],
             "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p class=\\"a\\">é &lt; b</p></div>"},
             "extension": [{"url": "http://x.invalid/e", "valueDecimal": 1.10}],
             "name": [{"use": "official", "family": "ESSAI", "given": ["Paul", "Jean"],
               "_given": [null, {"extension": [{"url": "http://x.invalid/g", "valueString": "y"}]}]}],
             "contained": [{"resourceType": "Organization", "id": "o", "name": "CHU"}],
             "managingOrganization": {"reference": "#o"}, "gender": "male", "birthDate": "1950-08", "multipleBirthInteger": 2}""";

    private static final String IN_XML = """
            <?xml version="1.0"?><!-- sent by hand -->
            <Patient xmlns="http://hl7.org/fhir"><id value="1"/>
             <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p class="a">é <![CDATA[<]]> b</p></div></text>
             <contained><Organization><id value="o"/><name value="CHU"/></Organization></contained>
             <extension url="http://x.invalid/e"><valueDecimal value="1.10"/></extension>
             <identifier id="i1"><system value="urn:oid:2.999.10.1"/><value value="R1"/></identifier>
             <name><use value="official"/><family value="ESSAI"/><given value="Paul"/>
               <given value="Jean"><extension url="http://x.invalid/g"><valueString value="y"/></extension></given></name>
             <gender value="male"/><birthDate value="1950-08"/><multipleBirthInteger value="2"/>
             <managingOrganization><reference value="#o"/></managingOrganization></Patient>""";

    @Test
    void a_resource_in_xml_has_the_facts_and_the_unread_elements_of_the_same_in_json() {
        assertSame(PATIENT.getBytes(StandardCharsets.UTF_8), IN_XML.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_samples_in_xml_have_the_facts_and_the_unread_elements_of_the_same_in_json() {
        FhirContext fhir = FhirContext.forR4Cached();
        List<byte[]> samples = Stream.of("fhir")
                .filter(folder -> SampleFiles.folder(folder).isPresent())
                .flatMap(SampleFiles::messages)
                .map(SampleFiles::bytes)
                .filter(bytes -> bytes.length < 200_000)
                .toList();
        for (byte[] sample : samples) {
            // HAPI writes both, since it leaves out what it does not know.
            var resource = fhir.newJsonParser().parseResource(new String(sample, StandardCharsets.UTF_8));
            assertSame(
                    fhir.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8),
                    fhir.newXmlParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertSame(byte[] json, byte[] xml) {
        FhirTestMessage inJson = FhirTestMessage.of(json);
        FhirTestMessage inXml = FhirTestMessage.of(xml);
        assertThat(inXml.outcome()).isEqualTo(inJson.outcome());
        if (inJson.isMapped()) {
            assertThat(events(inXml)).isEqualTo(events(inJson));
            assertThat(inXml.unread()).containsExactlyInAnyOrderElementsOf(inJson.unread());
        }
    }

    private static List<String> events(FhirTestMessage message) {
        return message.facts().stream()
                .map(Fact::event)
                .map(event -> event.toString().replaceAll("sha256=\\w+, size=\\d+", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Patient><id value='1'/></Patient> | namespace http://hl7.org/fhir expected: line 1, column",
                "<Patient xmlns='http://hl7.org/fhir'><x:id xmlns:x='urn:x' value='1'/></Patient> | namespace",
                "<!DOCTYPE Patient><Patient xmlns='http://hl7.org/fhir'/> | a document type is not allowed",
                "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Patient xmlns='http://hl7.org/fhir'><id value='&x;'/></Patient> | a document type is not allowed",
                "<Patient xmlns='http://hl7.org/fhir'><id value='&nbsp;'/></Patient> | not XML: line 1, column",
                "<Patient xmlns='http://hl7.org/fhir'><id>1</id></Patient> | text between elements",
                "<Patient xmlns='http://hl7.org/fhir'><id value='1'></Patient> | not XML: line 1, column",
                "<Patient xmlns='http://hl7.org/fhir'/><Patient/> | not XML: line 1, column",
                "<Patient xmlns='http://hl7.org/fhir'><name value='x'/></Patient> | elements of HumanName expected",
                "<Patient xmlns='http://hl7.org/fhir'><name value='x'><family value='y'/></name></Patient> | elements expected",
                "<Patient xmlns='http://hl7.org/fhir'><gender value='male'/><gender value='female'/></Patient> | 2 values found, one expected",
            })
    void what_is_no_resource_in_xml_is_rejected_with_its_place(String xml, String expected) {
        assertThat(FhirTestMessage.of(xml).rejection().reason()).contains(expected);
    }

    @Test
    void an_unknown_element_in_xml_is_named() {
        FhirTestMessage message =
                FhirTestMessage.of(IN_XML.replace("<gender value=\"male\"/>", "<sex value=\"male\"/>"));
        assertThat(message.unread()).contains("Patient.sex");
    }
}
