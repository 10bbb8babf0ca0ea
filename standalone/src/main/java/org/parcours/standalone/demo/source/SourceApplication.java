package org.parcours.standalone.demo.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The source applications of the demo hospital. */
public enum SourceApplication {
    IDENTITE("Serveur d'identité", Feed.MLLP),
    GAM("Gestion administrative des malades", Feed.MLLP_LATIN1),
    AGENDA("Rendez-vous", Feed.MLLP),
    DPI("Prescription d'examens", Feed.MLLP),
    LABO("Laboratoire", Feed.MLLP_LATIN1),
    RIS("Imagerie, comptes rendus", Feed.MLLP),
    BLOC("Programmation du bloc", Feed.MLLP),
    COURRIER("Courriers médicaux", Feed.MLLP),
    STERILISATION("Stérilisation", Feed.MLLP),
    ROBOT_PHARMACIE("Automate de pharmacie", Feed.MLLP),
    COURSIERS("Coursiers", Feed.MLLP),
    SALLE("Salles d'opération", Feed.REST),
    PACS("Images", Feed.REST),
    PRELEVEMENTS("Prélèvements", Feed.REST),
    PRESCRIPTION("Prescription de médicaments", Feed.REST),
    PHARMACIE("Pharmacie", Feed.REST),
    PLAN_DE_SOINS("Plan de soins", Feed.REST),
    CHIMIO("Chimiothérapie", Feed.REST),
    DIALYSE("Dialyse", Feed.REST),
    KINE("Kinésithérapie", Feed.REST),
    DIETETIQUE("Diététique", Feed.REST),
    BRANCARDAGE("Brancardage", Feed.REST),
    TRI_URGENCES("Tri des urgences", Feed.REST),
    TRANSFUSION("Transfusion", Feed.REST),
    ANAPATH("Anatomie pathologique", Feed.REST),
    EXPLORATIONS("Explorations fonctionnelles", Feed.REST),
    SOCIAL("Service social", Feed.REST),
    MESSAGERIE("Messagerie sécurisée", Feed.REST);

    /** The channel of an application's messages. */
    public enum Feed {
        MLLP,
        /** MLLP in ISO-8859-1, as applications without UTF-8 send it. */
        MLLP_LATIN1,
        REST
    }

    private final String label;
    private final Feed feed;

    SourceApplication(String label, Feed feed) {
        this.label = label;
        this.feed = feed;
    }

    public String label() {
        return label;
    }

    public Feed feed() {
        return feed;
    }

    Charset charset() {
        return feed == Feed.MLLP_LATIN1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    /** HL7 table 0211; {@code 8859/1} is the spelling of real French feeds. */
    String charsetName() {
        return feed == Feed.MLLP_LATIN1 ? "8859/1" : "UNICODE UTF-8";
    }
}
