package org.parcours.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.Identifier;

class IdentifierNormalizerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.16.840.1.113883.4.6",
                " 2.16.840.1.113883.4.6\u00A0",
                "urn:oid:2.16.840.1.113883.4.6",
                "URN:OID:2.16.840.1.113883.4.6",
                "Urn:Oid: 2.16.840.1.113883.4.6",
                "oid:2.16.840.1.113883.4.6",
                "\uFEFFurn:oid:2.16.840.1.113883.4.6\u200B"
            })
    void an_oid_is_one_system_however_it_is_written(String written) {
        assertThat(IdentifierNormalizer.system(written)).isEqualTo("urn:oid:2.16.840.1.113883.4.6");
    }

    @Test
    void the_case_of_a_uuid_and_of_the_beginning_of_a_urn_has_no_meaning() {
        assertThat(IdentifierNormalizer.system("URN:UUID:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0"))
                .isEqualTo("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0");
        assertThat(IdentifierNormalizer.system("URN:IHE:Iti:Xds")).isEqualTo("urn:ihe:Iti:Xds");
    }

    @Test
    void the_case_of_a_name_or_an_address_is_kept() {
        assertThat(IdentifierNormalizer.system("CPage")).isEqualTo("CPage");
        assertThat(IdentifierNormalizer.system("https://hopital.example/IPP")).isEqualTo("https://hopital.example/IPP");
        assertThat(IdentifierNormalizer.value("aB1")).isEqualTo("aB1");
    }

    @Test
    void a_number_of_dots_that_is_no_oid_is_a_name() {
        assertThat(IdentifierNormalizer.system("1..2")).isEqualTo("1..2");
        assertThat(IdentifierNormalizer.system("3.1")).isEqualTo("3.1");
        assertThat(IdentifierNormalizer.system("10")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F 01É", " F 01É ", "\uFEFFF\u00A001É\u00A0", "F\t01E\u0301", "\u200BF  01É\u2060"})
    void numbers_that_look_the_same_are_the_same(String written) {
        assertThat(IdentifierNormalizer.normalize(Identifier.of("A", written))).contains(Identifier.of("A", "F 01É"));
    }

    @Test
    void an_identifier_of_invisible_characters_alone_is_none() {
        assertThat(IdentifierNormalizer.normalize(Identifier.of("A", "\u00A0\uFEFF")))
                .isEmpty();
        assertThat(IdentifierNormalizer.normalize(Identifier.of("\u200B", "1"))).isEmpty();
    }

    @Test
    void a_normal_form_stays_as_it_is() {
        Identifier normal = IdentifierNormalizer.normalize(Identifier.of("URN:OID:2.999.20.1", " 1 2"))
                .orElseThrow();
        assertThat(IdentifierNormalizer.normalize(normal)).contains(normal);
    }
}
