package sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("sluice.jar"))
            .importPackages("sluice");
    private static final JavaClasses BROKEN = new ClassFileImporter()
            .importPackages(
                    "sluice.protocol.broken",
                    "sluice.engine.core.broken",
                    "sluice.engine.broken",
                    "sluice.adapters.broken",
                    "sluice.adapters.other");

    @Test
    void seesEveryModule() {
        assertThat(OURS)
                .extracting(type -> type.getPackageName())
                .contains(
                        "sluice.protocol",
                        "sluice.engine.core",
                        "sluice.engine.runtime",
                        "sluice.engine.cli",
                        "sluice.adapters.redis",
                        "sluice.adapters.rdb",
                        "sluice.adapters.sqlite")
                .doesNotContain("sluice.adapters.broken");
    }

    @Test
    void theProtocolStandsAlone() {
        assertKeptAndGuarded(Architecture.PROTOCOL_STANDS_ALONE, "KnowsTheEngine");
    }

    @Test
    void theCoreComputesAndNothingElse() {
        assertKeptAndGuarded(Architecture.CORE_COMPUTES_AND_NOTHING_ELSE, "OpensAFile");
    }

    @Test
    void theEngineNamesNoAdapter() {
        assertKeptAndGuarded(Architecture.ENGINE_NAMES_NO_ADAPTER, "NamesAnAdapter");
    }

    @Test
    void adaptersKnowOnlyTheirStore() {
        assertKeptAndGuarded(Architecture.ADAPTERS_KNOW_ONLY_THEIR_STORE, "KnowsActors");
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        assertKeptAndGuarded(Architecture.ADAPTERS_DO_NOT_KNOW_EACH_OTHER, "KnowsAnotherAdapter");
    }

    @Test
    void packagesDoNotDependInCircles() {
        assertKeptAndGuarded(Architecture.NO_CYCLES, "LooksBack");
    }

    /** The rule holds for our classes, and finds the one that breaks it. */
    private static void assertKeptAndGuarded(ArchRule rule, String broken) {
        rule.check(OURS);
        assertThat(rule.evaluate(BROKEN).getFailureReport().toString()).contains(broken);
    }
}
