package org.parcours.standalone.demo.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The source applications of the demo hospital. */
public enum SourceApplicationCode {
    IDENTITE(Feed.MLLP), // Serveur d'identité
    GAM(Feed.MLLP_LATIN1), // Gestion administrative des malades
    AGENDA(Feed.MLLP), // Rendez-vous
    DPI(Feed.MLLP), // Prescription d'examens
    LABO(Feed.MLLP_LATIN1), // Laboratoire
    RIS(Feed.MLLP), // Imagerie, comptes rendus
    BLOC(Feed.MLLP), // Programmation du bloc
    COURRIER(Feed.MLLP), // Courriers médicaux
    STERILISATION(Feed.MLLP), // Stérilisation
    ROBOT_PHARMACIE(Feed.MLLP), // Automate de pharmacie
    COURSIERS(Feed.MLLP), // Coursiers
    SALLE(Feed.REST), // Salles d'opération
    PACS(Feed.REST), // Images
    PRELEVEMENTS(Feed.REST), // Prélèvements
    PRESCRIPTION(Feed.REST), // Prescription de médicaments
    PHARMACIE(Feed.REST), // Pharmacie
    PLAN_DE_SOINS(Feed.REST), // Plan de soins
    CHIMIO(Feed.REST), // Chimiothérapie
    DIALYSE(Feed.REST), // Dialyse
    KINE(Feed.REST), // Kinésithérapie
    DIETETIQUE(Feed.REST), // Diététique
    BRANCARDAGE(Feed.REST), // Brancardage
    TRI_URGENCES(Feed.REST), // Tri des urgences
    TRANSFUSION(Feed.REST), // Transfusion
    ANAPATH(Feed.REST), // Anatomie pathologique
    EXPLORATIONS(Feed.REST), // Explorations fonctionnelles
    SOCIAL(Feed.REST), // Service social
    MESSAGERIE(Feed.REST); // Messagerie sécurisée

    /** The channel of an application's messages. */
    public enum Feed {
        MLLP,
        /** MLLP in ISO-8859-1, as applications without UTF-8 send it. */
        MLLP_LATIN1,
        REST
    }

    private final Feed feed;

    SourceApplicationCode(Feed feed) {
        this.feed = feed;
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
