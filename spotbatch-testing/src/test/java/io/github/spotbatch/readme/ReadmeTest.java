package io.github.spotbatch.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of the module's README stands between two marks of a test of this package. */
class ReadmeTest {

  private static final Path README = Path.of("README.md");
  private static final Path TESTS = Path.of("src/test/java/io/github/spotbatch/readme");
  private static final Pattern REGION =
      Pattern.compile("(?m)^( *)// snippet (\\w+)\\R(.*?)\\R\\R? *// end$", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("<!-- snippet: (\\w+) -->\\R```java\\R(.*?)\\R```", Pattern.DOTALL);

  @Test
  void javaBlocks_areCompiledAndRunCode() throws IOException {
    Map<String, String> regions = regions();
    String readme = Files.readString(README);
    Matcher block = BLOCK.matcher(readme);
    int named = 0;
    while (block.find()) {
      named++;
      assertThat(block.group(2))
          .as("README block '%s'; copy it from %s", block.group(1), TESTS)
          .isEqualTo(regions.get(block.group(1)));
    }
    assertThat(named).isEqualTo(readme.split("```java", -1).length - 1).isEqualTo(regions.size());
  }

  @Test
  void firstTest_hasNoMoreThanTwentyLines() throws IOException {
    assertThat(regions().get("first").lines()).hasSizeLessThanOrEqualTo(20);
  }

  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new HashMap<>();
    try (Stream<Path> tests = Files.list(TESTS)) {
      for (Path test : tests.filter(file -> !file.endsWith("ReadmeTest.java")).toList()) {
        Matcher region = REGION.matcher(Files.readString(test));
        while (region.find()) {
          regions.put(region.group(2), unindented(region.group(3), region.group(1).length()));
        }
      }
    }
    return regions;
  }

  private static String unindented(String text, int indent) {
    List<String> lines =
        text.lines().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
    return String.join("\n", lines);
  }
}
