package sluice.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** Which way the arrows point between the modules. */
final class Architecture {
    static final ArchRule PROTOCOL_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("sluice.protocol..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("sluice.protocol..", "java..", "org.jspecify..");

    static final ArchRule CORE_COMPUTES_AND_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("sluice.engine.core..")
            .should()
            .dependOnClassesThat(
                    resideOutsideOfPackages("sluice.engine.core..", "sluice.protocol..", "java..", "org.jspecify..")
                            .or(resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")))
            .because("the engine's arithmetic is tested without actors, drivers and files");

    static final ArchRule ENGINE_NAMES_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("sluice.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("sluice.adapters..");

    static final ArchRule ADAPTERS_KNOW_ONLY_THEIR_STORE = noClasses()
            .that()
            .resideInAPackage("sluice.adapters..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sluice.engine..", "akka..", "scala..", "kamon..");

    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("sluice.adapters.(*)..").should().notDependOnEachOther();

    static final ArchRule NO_CYCLES = slices().matching("sluice.(**)").should().beFreeOfCycles();

    private Architecture() {}
}
