// The build of a phone's app. It was never run where this repository is checked: there is no Android SDK and no NDK there, and no
// Android library is linked. What is checked is the same sources, by Maven and Robolectric (app/pom.xml). See README.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "tanfang"
include(":app")
