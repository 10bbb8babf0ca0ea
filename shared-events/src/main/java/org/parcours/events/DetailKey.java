package org.parcours.events;

/** The keys of {@link EventAnnotations#details}; the screens have a label for each, {@code detail.KEY}. */
public final class DetailKey {

    public static final String ROUTE = "route";
    public static final String SITE = "site";
    public static final String RATE = "rate";
    public static final String TIMING = "timing";
    public static final String DURATION = "duration";
    public static final String START = "start";
    public static final String END = "end";
    public static final String COMPONENTS = "components";
    public static final String INSTRUCTIONS = "instructions";
    public static final String FORM = "form";
    public static final String STRENGTH = "strength";
    public static final String PRODUCT_TEXT = "productText";
    public static final String SUBSTITUTION = "substitution";
    public static final String DISPENSE = "dispense";
    public static final String COMPLETION = "completion";
    public static final String PERFORMER = "performer";
    public static final String SUBSTANCE_LOT = "lot";
    public static final String REASON = "reason";
    public static final String CLINICAL_INFORMATION = "clinicalInformation";
    public static final String MATERIAL = "material";
    public static final String SPECIMEN_CONDITION = "specimenCondition";
    public static final String SPECIMEN_SITE = "specimenSite";
    public static final String OTHER_AUTHORS = "otherAuthors";
    public static final String ATTESTER = "attester";
    public static final String CUSTODIAN = "custodian";
    public static final String CONFIDENTIALITY = "confidentiality";
    public static final String DOCUMENTED_EVENT = "documentedEvent";
    public static final String RELATED_DOCUMENTS = "relatedDocuments";
    public static final String DOCUMENT_STATUS = "documentStatus";
    public static final String DOCUMENT_TYPE = "documentType";
    public static final String DOCUMENT_FORMAT = "documentFormat";
    public static final String FACILITY_TYPE = "facilityType";
    public static final String PRACTICE_SETTING = "practiceSetting";
    public static final String COLLECTED_AT = "collectedAt";
    public static final String RECEIVED_AT = "receivedAt";
    public static final String ACTIVITY_AT = "activityAt";
    public static final String REPORTED_AT = "reportedAt";
    public static final String ORDER_STATUS = "orderStatus";
    public static final String PARENT_RESULT = "parentResult";
    public static final String INTERPRETER = "interpreter";
    public static final String RESOURCES = "resources";
    public static final String APPOINTMENT_STATUS = "appointmentStatus";
    public static final String FORMER_PRACTITIONER = "formerPractitioner";
    public static final String DESTINATION = "destination";
    public static final String FORMER_LOCATION = "formerLocation";
    public static final String SEVERITY = "severity";
    public static final String REACTION = "reaction";
    public static final String CATEGORY = "category";
    public static final String CLINICAL_STATUS = "clinicalStatus";
    public static final String RECORD_STATUS = "recordStatus";
    public static final String FULL_NAME = "fullName";
    public static final String OTHER_NAMES = "otherNames";
    public static final String MOTHERS_MAIDEN_NAME = "mothersMaidenName";
    public static final String BIRTH_PLACE = "birthPlace";
    public static final String BIRTH_TIME = "birthTime";
    public static final String MULTIPLE_BIRTH = "multipleBirth";
    public static final String MARITAL_STATUS = "maritalStatus";
    public static final String LANGUAGES = "languages";
    public static final String FORMER_ADDRESSES = "formerAddresses";
    public static final String FORMER_TELECOMS = "formerTelecoms";
    public static final String CONTACTS = "contacts";
    public static final String GENERAL_PRACTITIONER = "generalPractitioner";
    public static final String ORGANIZATION = "organization";
    public static final String SEE_ALSO = "seeAlso";
    public static final String STAY_STATUS = "stayStatus";
    public static final String STATUS_HISTORY = "statusHistory";
    public static final String ENCOUNTER_CLASS = "encounterClass";
    public static final String SERVICE = "service";
    public static final String PRIORITY = "priority";
    public static final String DIAGNOSES = "diagnoses";
    public static final String ADMISSION_SOURCE = "admissionSource";
    public static final String ORIGIN = "origin";
    public static final String DISCHARGE_DISPOSITION = "dischargeDisposition";
    public static final String PRE_ADMISSION_NUMBER = "preAdmissionNumber";
    public static final String READMISSION = "readmission";
    public static final String DIET = "diet";
    public static final String ARRANGEMENTS = "arrangements";
    public static final String PARTICIPANTS = "participants";
    public static final String EPISODE = "episode";
    public static final String ACCOUNT = "account";
    public static final String ORDER = "order";
    public static final String APPOINTMENT = "appointment";
    public static final String PLACES = "places";
    public static final String PLACE_SINCE = "placeSince";
    public static final String PLACE_UNTIL = "placeUntil";
    public static final String PART_OF = "partOf";
    public static final String REQUESTED_TIMES = "requestedTimes";
    public static final String SLOT = "slot";
    public static final String SUPPORTING_INFORMATION = "supportingInformation";

    /** Documents elsewhere, by title and URL: nothing is fetched. */
    public static final String LINKS = "links";

    public static final String DOCUMENT_CREATED_AT = "documentCreatedAt";
    /** The status as sent, where it says more than the event: amended, appended, partial, unknown. */
    public static final String RESULT_STATUS = "resultStatus";
    /** Whom or what a value is about, where not the patient: a fetus, a donor, an implant. */
    public static final String FOCUS = "focus";

    /** A request that something be not done. */
    public static final String NOT_TO_BE_DONE = "notToBeDone";

    public static final String METHOD = "method";
    public static final String DEVICE = "device";
    public static final String DERIVED_FROM = "derivedFrom";
    public static final String MISSING_RESULTS = "missingResults";
    public static final String OTHER_ORDERS = "otherOrders";
    public static final String ACCESSION = "accession";
    public static final String SPECIMEN = "specimen";
    public static final String COLLECTOR = "collector";
    public static final String FASTING = "fasting";
    public static final String CONTAINER = "container";
    public static final String PROCESSING = "processing";
    public static final String PARENT_SPECIMEN = "parentSpecimen";
    public static final String IMAGES = "images";
    public static final String SERIES = "series";
    public static final String PROCEDURE = "procedure";
    public static final String REFERRER = "referrer";
    public static final String PRESCRIBER = "prescriber";
    public static final String QUANTITY = "quantity";
    public static final String PLACE = "place";
    public static final String AS_NEEDED = "asNeeded";
    public static final String REQUISITION = "requisition";
    public static final String REPLACES = "replaces";
    public static final String INSURANCE = "insurance";
    public static final String DOSAGE = "dosage";
    public static final String CODES = "codes";
    public static final String MANUFACTURER = "manufacturer";
    public static final String EXPIRATION = "expiration";
    public static final String STATUS_REASON = "statusReason";
    public static final String INTENT = "intent";
    public static final String COURSE_OF_THERAPY = "courseOfTherapy";
    public static final String RECORDER = "recorder";
    public static final String ASSERTER = "asserter";
    public static final String INFORMATION_SOURCE = "informationSource";
    public static final String BASED_ON = "basedOn";
    public static final String GROUP = "group";
    public static final String PRIOR_PRESCRIPTION = "priorPrescription";
    public static final String DETECTED_ISSUE = "detectedIssue";
    public static final String PREPARED_AT = "preparedAt";
    public static final String RECORDED_AT = "recordedAt";
    public static final String LAST_OCCURRENCE = "lastOccurrence";
    public static final String OUTCOME = "outcome";
    public static final String COMPLICATION = "complication";
    public static final String FOLLOW_UP = "followUp";
    public static final String REPORT = "report";
    public static final String VERIFICATION_STATUS = "verificationStatus";
    public static final String CRITICALITY = "criticality";
    public static final String DISEASE_STAGE = "diseaseStage";
    public static final String EVIDENCE = "evidence";
    public static final String SUBPOTENT = "subpotent";
    public static final String PROTOCOL = "protocol";
    public static final String GOAL = "goal";
    public static final String ACTIVITIES = "activities";

    /** The value of {@link #START} of an appointment whose time is taken back. */
    public static final String TO_BE_SET = "to-be-set";

    private DetailKey() {}
}
