// The phone's app: `gradle -p android :app:assembleRelease`, with the Android SDK, an NDK (r28 or later: 16 kB pages), cargo-ndk, and
// the Rust targets aarch64-linux-android and armv7-linux-androideabi. Never run where this repository is checked: see settings.gradle.kts.
import org.gradle.api.tasks.PathSensitivity

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.compose)
}

val checkout: File = rootDir.parentFile

android {
    namespace = "cn.tanfang.phone"
    compileSdk = 36

    defaultConfig {
        applicationId = "cn.tanfang.phone"
        minSdk = 26
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a") }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets.named("main") {
        kotlin.directories += listOf("../ui/src/main/kotlin", "../../bindings/kotlin/src/main/kotlin", "../../target/gen/kotlin")
        // The app's name, from the string table.
        res.directories += "../../target/gen/android/res"
    }

    // Nothing is shrunk: JNA and the generated bindings work by reflection, and the gain is not worth a rule that was never tried.
    buildTypes.named("release") { isMinifyEnabled = false }
}

dependencies {
    implementation(libs.activity.compose)
    implementation(libs.core.ktx)
    implementation(libs.compose.ui)
    implementation(libs.compose.foundation)
    implementation(libs.compose.material3)
    implementation(libs.coroutines.android)
    implementation(libs.zxing.core)
    // The archive holds JNA's own libraries for the phone.
    implementation(libs.jna) { artifact { type = "aar" } }
}

/** Builds the Rust core for the phone's processors; `phone` brings the crypto library along. */
abstract class CargoNdk : Exec() {
    @get:OutputDirectory
    abstract val libraries: DirectoryProperty
}

val cargoNdk = tasks.register<CargoNdk>("cargoNdk") {
    workingDir = checkout
    inputs.files(fileTree(checkout) { include("Cargo.lock", "core/**", "bindings/src/**") }).withPathSensitivity(PathSensitivity.RELATIVE)
    libraries = layout.buildDirectory.dir("rust")
    commandLine(
        "cargo", "ndk", "-t", "arm64-v8a", "-t", "armeabi-v7a", "--platform", "26", "-o", libraries.get().asFile.path,
        "build", "--release", "--locked", "-p", "tanfang-ffi", "--features", "phone",
    )
}

/** Writes the generated Kotlin and the app's name, from the library of the machine that builds. */
val generated = tasks.register<Exec>("generateFromRust") {
    workingDir = checkout
    commandLine("cargo", "xtask", "gen", "--check")
}

androidComponents.onVariants { variant -> variant.sources.jniLibs?.addGeneratedSourceDirectory(cargoNdk) { it.libraries } }

tasks.named("preBuild") { dependsOn(generated) }
