package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import org.parcours.standalone.demo.world.Numbers;
import org.parcours.standalone.demo.world.Person;

/** Says who people are. */
public final class IdentityServer {

    private final Script script;

    IdentityServer(Script script) {
        this.script = script;
    }

    public void register() {
        tell("ADT^A28^ADT_A05");
    }

    /** A name or a qualified identity has come in. */
    public void update() {
        tell("ADT^A31^ADT_A05");
    }

    /** Whom the patient was known as, and is not. */
    public void merge(Person absorbed) {
        script.fault(Fault.MERGE).tell(SourceApplication.IDENTITE, telling -> begin("ADT^A40^ADT_A39", telling)
                .segment(
                        "MRG",
                        at(1, Hl7.cx(absorbed.ipp(), "DEMO", Numbers.IPP, "PI")),
                        at(7, Hl7.escaped(absorbed.family()) + "^" + Hl7.escaped(absorbed.given()) + "^^^^^D"))
                .bytes());
    }

    private void tell(String type) {
        script.tell(
                SourceApplication.IDENTITE,
                telling -> begin(type, telling).segment("PV1", at(2, "N")).bytes());
    }

    private Hl7 begin(String type, Telling telling) {
        return Hl7.message(SourceApplication.IDENTITE, type, telling)
                .segment("EVN", at(2, Hl7.time(telling.toldAt())), at(6, Hl7.time(telling.occurredAt())))
                .pid(script.person(), "");
    }
}
