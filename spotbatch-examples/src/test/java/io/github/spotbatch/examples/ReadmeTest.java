package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every Java block of the README stands between two marks of {@link ReadmeSnippetsTest}, {@link
 * ManyJobsSnippetsTest} or {@link SubmitMyMain}.
 */
class ReadmeTest {

  private static final Path ROOT = Path.of("..");
  private static final Path SNIPPETS =
      Path.of("src/test/java/io/github/spotbatch/examples/ReadmeSnippetsTest.java");
  private static final Path MANY_JOBS =
      Path.of("src/test/java/io/github/spotbatch/examples/ManyJobsSnippetsTest.java");
  private static final Path MY_MAIN =
      Path.of("src/main/java/io/github/spotbatch/examples/SubmitMyMain.java");
  private static final Pattern REGION =
      Pattern.compile("( *)// snippet (\\w+)\\R(.*?)\\R *// end", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("<!-- snippet: (\\w+) -->\\R```java\\R(.*?)\\R```", Pattern.DOTALL);

  @Test
  void javaBlocks_areCompiledAndRunCode() throws IOException {
    Map<String, String> regions = regions(Files.readString(SNIPPETS));
    regions.putAll(regions(Files.readString(MANY_JOBS)));
    regions.putAll(regions(Files.readString(MY_MAIN)));
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block = BLOCK.matcher(readme);
    int named = 0;
    while (block.find()) {
      named++;
      assertThat(block.group(2))
          .as("README block '%s'; copy it from %s", block.group(1), SNIPPETS.getFileName())
          .isEqualTo(regions.get(block.group(1)));
    }
    assertThat(named).isEqualTo(readme.split("```java", -1).length - 1).isEqualTo(regions.size());
  }

  private static Map<String, String> regions(String source) {
    Map<String, String> regions = new HashMap<>();
    Matcher region = REGION.matcher(source);
    while (region.find()) {
      int indent = region.group(1).length();
      List<String> lines =
          region
              .group(3)
              .lines()
              .map(line -> line.isBlank() ? "" : line.substring(indent))
              .toList();
      regions.put(region.group(2), String.join("\n", lines));
    }
    return regions;
  }
}
