package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.RuleTable.Line;
import io.github.spotbatch.testing.RuleTable.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module's documentation says of AWS's rules is what the tests show. */
class RuleTableTest {

  private static final Path DOCUMENT = Path.of("RULES.md");

  private final RuleTable table;

  RuleTableTest() throws IOException {
    this.table = RuleTable.read();
  }

  @Test
  void rule_thatHoldsOrCanBeConfigured_isShownByATest() {
    List<String> unshown =
        table.lines().stream()
            .filter(line -> Set.of(State.HOLDS, State.CONFIGURABLE).contains(line.state()))
            .map(Line::id)
            .filter(id -> table.testsOf(id).isEmpty())
            .toList();

    assertThat(unshown).isEmpty();
  }

  @Test
  void rule_thatIsNotModelled_isClaimedByNoTest() {
    List<String> claimed =
        table.lines().stream()
            .filter(line -> Set.of(State.NOT_MODELLED, State.ADVICE).contains(line.state()))
            .map(Line::id)
            .filter(id -> !table.testsOf(id).isEmpty())
            .toList();

    assertThat(claimed).isEmpty();
  }

  @Test
  void rule_thatATestCites_isInTheTable() {
    Set<String> known =
        table.lines().stream().map(Line::id).collect(Collectors.toCollection(TreeSet::new));

    assertThat(known).containsAll(table.cited());
  }

  @Test
  void document_isWhatTheTestsShow() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, table.markdown());
    }

    assertThat(table.markdown())
        .as("rewritten by -Dgolden.update=true")
        .isEqualTo(Files.readString(DOCUMENT));
  }
}
