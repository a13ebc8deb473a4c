package io.github.spotbatch.testing.internal.image;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that takes a container's place.
 *
 * @param folder its own, gone with it
 * @param workingDirectory the folder, or one in it
 * @param environment all of it
 */
public record LocalProgram(
    Path folder, Path workingDirectory, List<String> command, Map<String, String> environment) {

  /** A command of this machine, in a new and empty folder. */
  public static LocalProgram of(List<String> command, Map<String, String> variables) {
    Path folder = newFolder();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", MachinePath.text());
    environment.putAll(variables);
    return new LocalProgram(folder, folder, command, atHome(folder, environment));
  }

  static Path newFolder() {
    return Folders.create("spotbatch-job-");
  }

  /** HOME is the folder, so that no profile of the caller is found. */
  static Map<String, String> atHome(Path folder, Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.put("HOME", folder.toString());
    return environment;
  }

  /** For one that is not started after all. */
  public void discard() {
    Folders.discard(folder);
  }
}
