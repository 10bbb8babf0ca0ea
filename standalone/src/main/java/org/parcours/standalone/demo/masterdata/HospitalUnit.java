package org.parcours.standalone.demo.masterdata;

/** The units of the hospital, with their codes. */
public enum HospitalUnit {
    URGENCES("URG", "Urgences"),
    UHCD("UHCD", "Hospitalisation de courte durée"),
    CONSULTATIONS("CONS", "Consultations externes"),
    AMBULATOIRE("UCA", "Chirurgie ambulatoire"),
    ORTHOPEDIE("ORTHO", "Chirurgie orthopédique"),
    VISCERAL("VISC", "Chirurgie viscérale"),
    CARDIOLOGIE("CARDIO", "Cardiologie"),
    USIC("USIC", "Soins intensifs de cardiologie"),
    NEUROLOGIE("NEURO", "Neurologie"),
    UNV("UNV", "Unité neurovasculaire"),
    MATERNITE("MATER", "Maternité"),
    SALLE_NAISSANCE("SDN", "Salle de naissance"),
    PEDIATRIE("PEDIA", "Pédiatrie"),
    ONCOLOGIE("HDJ-ONCO", "Hôpital de jour d'oncologie"),
    DIALYSE("DIALYSE", "Centre d'hémodialyse"),
    GASTRO("GASTRO", "Hépato-gastro-entérologie"),
    DIABETO("DIABETO", "Diabétologie"),
    REANIMATION("REA", "Réanimation"),
    SSR("SSR", "Soins de suite et de réadaptation"),
    BLOC("BLOC", "Bloc opératoire"),
    IMAGERIE("IMAGERIE", "Imagerie médicale"),
    LABORATOIRE("LABO", "Laboratoire");

    private final String code;
    private final String label;

    HospitalUnit(String code, String label) {
        this.code = code;
        this.label = label;
    }

    public String code() {
        return code;
    }

    public String label() {
        return label;
    }
}
