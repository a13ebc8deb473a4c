package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EFSAuthorizationConfig;
import software.amazon.awssdk.services.batch.model.EFSAuthorizationConfigIAM;
import software.amazon.awssdk.services.batch.model.EFSTransitEncryption;
import software.amazon.awssdk.services.batch.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.batch.model.Volume;

/** What a container may mount: a path of its host, or a file system of EFS. */
final class VolumeRules {

  private static final Pattern FILE_SYSTEM = Pattern.compile("fs-[0-9a-f]{8,40}");
  private static final Set<String> VERSIONS_WITHOUT_EFS =
      Set.of("1.0.0", "1.1.0", "1.2.0", "1.3.0");
  private static final int MAX_ROOT_DIRECTORY = 4096;
  private static final int MAX_PORT = 65_535;

  private final World world;

  VolumeRules(World world) {
    this.world = world;
  }

  /** A volume of no kind at all is a path that the host chooses. */
  void check(List<Volume> volumes, boolean fargate, @Nullable String platformVersion) {
    for (Volume volume : volumes) {
      EFSVolumeConfiguration efs = volume.efsVolumeConfiguration();
      Refusals.wrappedIf(
          world,
          volume.host() != null && efs != null,
          "When the volume parameter is specified, only one volume configuration type should be"
              + " used.");
      Refusals.wrappedIf(
          world,
          fargate && volume.host() != null && !isEmpty(volume.host().sourcePath()),
          "host.sourcePath should not be set for volumes in Fargate.");
      if (efs != null) {
        Refusals.wrappedIf(
            world,
            fargate && platformVersion != null && VERSIONS_WITHOUT_EFS.contains(platformVersion),
            "EFS is supported for Fargate platform versions 1.4.0 or later, provided "
                + platformVersion);
        fileSystem(efs);
      }
    }
  }

  private void fileSystem(EFSVolumeConfiguration efs) {
    String id = efs.fileSystemId();
    Refusals.wrappedIf(
        world,
        id == null || !FILE_SYSTEM.matcher(id).matches(),
        "EFS configuration fileSystemId is not valid: " + id + ".");
    String root = efs.rootDirectory();
    // The limit is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        root != null && root.length() > MAX_ROOT_DIRECTORY,
        "EFS configuration rootDirectory must have at most 4096 characters.");
    Integer port = efs.transitEncryptionPort();
    Refusals.wrappedIf(
        world,
        port != null && (port < 0 || port > MAX_PORT),
        "TransitEncryptionPort must be a valid port number.");
    if (efs.authorizationConfig() != null) {
      authorization(efs, efs.authorizationConfig());
    }
  }

  private void authorization(EFSVolumeConfiguration efs, EFSAuthorizationConfig authorization) {
    boolean accessPoint = !isEmpty(authorization.accessPointId());
    boolean encrypted = efs.transitEncryption() == EFSTransitEncryption.ENABLED;
    Refusals.wrappedIf(
        world,
        accessPoint && !isEmpty(efs.rootDirectory()) && !efs.rootDirectory().equals("/"),
        "When using an EFS access point, the root directory must either be set to \"/\" or"
            + " omitted");
    Refusals.wrappedIf(
        world,
        accessPoint && !encrypted,
        "EFS IAM access point requires TransitEncryption to be enabled.");
    Refusals.wrappedIf(
        world,
        authorization.iam() == EFSAuthorizationConfigIAM.ENABLED && !encrypted,
        "EFS IAM authorization requires TransitEncryption to be enabled.");
  }
}
